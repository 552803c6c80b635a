-- become_pending, version 1: the checkout becomes an order. No row: somebody else ended it.
UPDATE orders_order
SET status = %(status)s, payment_status = %(payment_status)s, counts_as_sold = %(counts_as_sold)s, moved_by = %(moved_by)s,
    updated_at = %(updated_at)s
WHERE id = %(id)s AND status = 'opening'
RETURNING id
