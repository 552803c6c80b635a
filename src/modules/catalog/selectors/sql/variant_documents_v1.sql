-- variant_documents, version 1: variants on sale as clients of version 2 read them, finished.
SELECT variant.id, product.revision, row_to_json(document)::text
FROM catalog_variant variant
JOIN catalog_product product ON product.id = variant.product_id AND product.archived_at IS NULL
JOIN inventory_stockitem item ON item.id = variant.stock_item_id
CROSS JOIN LATERAL (
    SELECT variant.id, variant.sku, variant.options,
           json_build_object('amount', catalog_amount(variant.price, product.currency), 'currency', product.currency) AS price,
           item.on_hand - item.reserved AS stock, item.on_hand > item.reserved AS in_stock
) document
WHERE variant.product_id = %(product_id)s AND variant.id = ANY(%(ids)s) AND variant.archived_at IS NULL
ORDER BY variant.position, variant.id
