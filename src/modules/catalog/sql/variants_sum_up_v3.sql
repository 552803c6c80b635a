-- variants_sum_up, version 3: a product carries the lowest price, all SKUs and all choices of its variants on sale.
--
-- The product is locked before its variants are summed up, so that of two changes at once the later one counts both.
-- Choices that nobody had before are given their numbers in one order, so that two imports never wait in a circle.
-- At most 400 of a product are counted in facets: that many its index entry holds.
-- Product by product: a plan is made once a session, and one that joins all of them, made while the shop is empty or
-- before there are statistics, reads all products, variants and choices (1,000 new ones: 54 ms, growing, instead of 5).
-- Who is on sale is asked of the rows found: as a condition it leads to an index that seems empty until then.
DECLARE
    products bigint[] := ARRAY(SELECT DISTINCT product_id FROM changed);
BEGIN
    PERFORM 1 FROM catalog_product WHERE id = ANY (products) ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO catalog_choice (name, value)
    SELECT DISTINCT pair.key, pair.value
    FROM unnest(products) AS its (id)
    CROSS JOIN LATERAL (SELECT CASE WHEN archived_at IS NULL THEN options END AS options FROM catalog_variant
                        WHERE product_id = its.id OFFSET 0) variant
    CROSS JOIN LATERAL jsonb_each_text(variant.options) pair
    WHERE (SELECT id FROM catalog_choice WHERE (name, value) = (pair.key, pair.value)) IS NULL
    ORDER BY pair.key, pair.value
    ON CONFLICT DO NOTHING;
    UPDATE catalog_product product
    SET price = summary.price, variant_skus = summary.skus, choices = summary.choices,
        revision = product.revision + 1, updated_at = now()
    FROM (SELECT its.id, summed.price, summed.skus, CASE WHEN summed.chosen THEN ARRAY(
                     SELECT DISTINCT (SELECT id FROM catalog_choice WHERE (name, value) = (pair.key, pair.value)) AS id
                     FROM catalog_variant variant
                     CROSS JOIN LATERAL jsonb_each_text(CASE WHEN archived_at IS NULL THEN options END) pair
                     WHERE variant.product_id = its.id
                     ORDER BY id LIMIT 400) ELSE '{}' END AS choices
          FROM unnest(products) AS its (id)
          CROSS JOIN LATERAL (SELECT min(price) FILTER (WHERE archived_at IS NULL) AS price,
                                     string_agg(sku, ' ' ORDER BY position, id) FILTER (WHERE archived_at IS NULL) AS skus,
                                     bool_or(options <> '{}') AS chosen
                              FROM catalog_variant
                              WHERE product_id = its.id
                              HAVING bool_or(archived_at IS NULL)) summed) summary
    WHERE product.id = summary.id AND product.id = ANY (products)
      AND (TG_OP <> 'INSERT' OR product.created_at < now()
           OR (product.price, product.variant_skus, product.choices)
              IS DISTINCT FROM (summary.price, summary.skus, summary.choices));
    RETURN NULL;
END;
