-- hold_cart, version 1: the open cart of a person or of a guest as it is, locked until the transaction ends; no row: none.
SELECT id, currency, revision
FROM cart_cart
WHERE is_open AND (customer_id = %(customer_id)s::uuid OR token_hash = %(token_hash)s::bytea)
FOR NO KEY UPDATE
