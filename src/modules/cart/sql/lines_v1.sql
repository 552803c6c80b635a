-- lines, version 1: the lines of a cart, in the order in which they came.
-- In SQL of its own: to write it anew for each call, the ORM took a fifth of the time of adding to a cart.
SELECT id, variant_id, product_id, stock_item_id, quantity, sku, name, slug, price, options
FROM cart_cartline
WHERE cart_id = %s
ORDER BY id
