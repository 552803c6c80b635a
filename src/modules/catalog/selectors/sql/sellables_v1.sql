-- sellables, version 1: variants as they are on sale at this moment, and how many units of each there are.
-- In SQL of its own, because carts and checkouts ask it most: through the ORM a fifth of a checkout's time went here.
-- The ids come out of a sub-query, of which PostgreSQL does not expect more or less by how many they are: it keeps one plan.
SELECT variant.id, variant.product_id, variant.stock_item_id, variant.sku, product.name, product.slug,
       (SELECT CASE image.file WHEN '' THEN image.url ELSE %(media_url)s || image.file END
        FROM catalog_productimage image WHERE image.product_id = product.id
        ORDER BY image.position, image.id LIMIT 1),
       variant.options, variant.price, product.currency, product.seller_id, item.on_hand - item.reserved
FROM catalog_variant variant
JOIN catalog_product product ON product.id = variant.product_id
JOIN inventory_stockitem item ON item.id = variant.stock_item_id
WHERE variant.id = ANY(ARRAY(SELECT unnest(%(variant_ids)s::bigint[]))) AND variant.archived_at IS NULL AND product.archived_at IS NULL
