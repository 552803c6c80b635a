-- product_variants, version 1: the part of product_documents that only a detail has.
        array_to_json(ARRAY(
            SELECT row_to_json(choice)
            FROM catalog_variant variant
            JOIN inventory_stockitem item ON item.id = variant.stock_item_id
            CROSS JOIN LATERAL (
                SELECT variant.id, variant.sku, variant.options,
                       {variant_price} AS price, item.on_hand - item.reserved AS stock{variant_in_stock}
            ) choice
            WHERE variant.product_id = product.id AND variant.archived_at IS NULL
            ORDER BY variant.position, variant.id
        )) AS variants,
