-- close_cart, version 1: the cart became an order, if it still is as it was at this revision.
UPDATE cart_cart SET is_open = FALSE, updated_at = statement_timestamp()
WHERE id = %s AND is_open AND revision = %s
RETURNING id
