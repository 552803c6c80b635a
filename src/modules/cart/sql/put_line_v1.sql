-- put_line, version 1: so many of a variant in a cart, be it there already or not; the cart takes its currency.
-- The caller has locked the cart.
WITH agreed AS (
    UPDATE cart_cart SET currency = %(currency)s WHERE id = %(cart_id)s AND currency <> %(currency)s
)
INSERT INTO cart_cartline AS line
    (cart_id, variant_id, product_id, stock_item_id, quantity, sku, name, slug, price, options)
VALUES (%(cart_id)s, %(variant_id)s, %(product_id)s, %(stock_item_id)s, %(quantity)s,
        %(sku)s, %(name)s, %(slug)s, %(price)s, %(options)s)
ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = excluded.quantity
RETURNING id
