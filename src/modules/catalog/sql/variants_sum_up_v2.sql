-- variants_sum_up, version 2: a product carries the lowest price, all SKUs and all choices of its variants on sale.
--
-- The product is locked before its variants are summed up, so that of two changes at once the later one counts both.
-- Choices that nobody had before are given their numbers in one order, so that two imports never wait in a circle.
-- At most 400 of a product are counted in facets: that many its index entry holds.
BEGIN
    PERFORM 1 FROM catalog_product WHERE id IN (SELECT product_id FROM changed) ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO catalog_choice (name, value)
    SELECT DISTINCT pair.key, pair.value
    FROM changed
    JOIN catalog_variant variant ON variant.product_id = changed.product_id
    CROSS JOIN LATERAL jsonb_each_text(variant.options) pair
    WHERE variant.archived_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM catalog_choice known WHERE (known.name, known.value) = (pair.key, pair.value))
    ORDER BY pair.key, pair.value
    ON CONFLICT DO NOTHING;
    UPDATE catalog_product product
    SET price = summary.price, variant_skus = summary.skus, choices = summary.choices,
        revision = product.revision + 1, updated_at = now()
    FROM (SELECT summed.*, ARRAY(SELECT DISTINCT choice.id
                                 FROM catalog_variant variant
                                 CROSS JOIN LATERAL jsonb_each_text(variant.options) pair
                                 JOIN catalog_choice choice ON (choice.name, choice.value) = (pair.key, pair.value)
                                 WHERE variant.product_id = summed.product_id AND variant.archived_at IS NULL
                                 ORDER BY choice.id LIMIT 400) AS choices
          FROM (SELECT product_id, min(price) AS price, string_agg(sku, ' ' ORDER BY position, id) AS skus
                FROM catalog_variant
                WHERE archived_at IS NULL AND product_id IN (SELECT product_id FROM changed)
                GROUP BY product_id) summed) summary
    WHERE product.id = summary.product_id
      AND (TG_OP <> 'INSERT' OR product.created_at < now()
           OR (product.price, product.variant_skus, product.choices)
              IS DISTINCT FROM (summary.price, summary.skus, summary.choices));
    RETURN NULL;
END;
