-- sandbox_refund, version 1: give money back, once a key, and never more than was captured for the reference.
INSERT INTO payments_sandboxrefund AS refund (key, reference, amount, currency)
SELECT %(key)s, %(reference)s, %(amount)s, %(currency)s
WHERE %(amount)s + (SELECT coalesce(sum(amount), 0) FROM payments_sandboxrefund
                    WHERE reference = %(reference)s AND currency = %(currency)s AND key <> %(key)s)
   <= (SELECT coalesce(sum(amount), 0) FROM payments_sandboxcharge
       WHERE reference = %(reference)s AND currency = %(currency)s AND status = 'captured')
ON CONFLICT (key) DO UPDATE SET key = refund.key
RETURNING key
