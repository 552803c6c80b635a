-- lock_cart, version 1: the open cart of a person, made if need be, locked until the transaction ends.
-- One statement: between a read and an insert another tab could open, or order, the cart.
INSERT INTO cart_cart AS cart (id, customer_id, currency, is_open, revision, updated_at)
VALUES (%s, %s, %s, TRUE, 0, now())
ON CONFLICT (customer_id) WHERE is_open DO UPDATE SET revision = cart.revision + 1, updated_at = now()
RETURNING id, currency, revision
