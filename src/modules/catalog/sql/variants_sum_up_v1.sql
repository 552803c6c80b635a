-- variants_sum_up, version 1: a product carries the lowest price and all SKUs of its variants on sale.
--
-- The product is locked before its variants are summed up, so that of two changes at once the later one counts both.
BEGIN
    PERFORM 1 FROM catalog_product WHERE id IN (SELECT product_id FROM changed) ORDER BY id FOR NO KEY UPDATE;
    UPDATE catalog_product product
    SET price = summary.price, variant_skus = summary.skus, revision = product.revision + 1, updated_at = now()
    FROM (SELECT product_id, min(price) AS price, string_agg(sku, ' ' ORDER BY position, id) AS skus
          FROM catalog_variant
          WHERE archived_at IS NULL AND product_id IN (SELECT product_id FROM changed)
          GROUP BY product_id) summary
    WHERE product.id = summary.product_id
      AND (TG_OP <> 'INSERT' OR product.created_at < now()
           OR (product.price, product.variant_skus) IS DISTINCT FROM (summary.price, summary.skus));
    RETURN NULL;
END;
