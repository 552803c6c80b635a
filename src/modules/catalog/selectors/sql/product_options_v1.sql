-- product_options, version 1: the part of product_documents that says what can be chosen; it follows from the variants.
        array_to_json(ARRAY(
            SELECT row_to_json(choice)
            FROM (
                SELECT name, array_to_json(array_agg(value ORDER BY seen, value)) AS values
                FROM (
                    SELECT pair.key AS name, pair.value, min(variant.position) AS seen
                    FROM catalog_variant variant CROSS JOIN LATERAL jsonb_each_text(variant.options) pair
                    WHERE variant.product_id = product.id AND variant.archived_at IS NULL
                    GROUP BY pair.key, pair.value
                ) offered
                GROUP BY name
                ORDER BY array_position(product.option_names, name), name
            ) choice
        )) AS options,
