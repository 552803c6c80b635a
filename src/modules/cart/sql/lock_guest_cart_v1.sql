-- lock_guest_cart, version 1: the open cart of a guest's token, locked until the transaction ends. No row: there is none.
-- The token is looked for by its hash: how long that takes says nothing about a token that somebody guesses.
-- What came into a cart while it was being ordered lies in a new one; the id of the first still leads there.
UPDATE cart_cart AS cart SET revision = cart.revision + 1, updated_at = now()
WHERE cart.token_hash = %(token_hash)s AND cart.is_open
  AND (%(cart_id)s::uuid IS NULL
       OR EXISTS (SELECT FROM cart_cart named WHERE named.id = %(cart_id)s AND named.token_hash = cart.token_hash))
RETURNING id, currency, revision
