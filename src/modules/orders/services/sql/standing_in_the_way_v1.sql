-- standing_in_the_way, version 1: the carts of what may forbid another order: one of the same cart, and what the same buyer
-- has not paid. Each by its own index: as one condition with OR they were a walk through all orders.
SELECT cart_id FROM orders_order
WHERE cart_id = %(cart_id)s AND NOT (status = 'undone')
UNION ALL
SELECT cart_id FROM orders_order
WHERE customer_id = %(customer_id)s::uuid AND status = 'pending' AND payment_status IN ('unpaid', 'failed')
UNION ALL
SELECT cart_id FROM orders_order
WHERE %(customer_id)s::uuid IS NULL AND customer_id IS NULL AND upper(email) = upper(%(email)s)
  AND status = 'pending' AND payment_status IN ('unpaid', 'failed')
