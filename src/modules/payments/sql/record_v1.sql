-- record, version 1: write down what a gateway said, once. No row: it was known already.
INSERT INTO payments_paymentrecord (id, operation, reference, gateway, kind, amount, currency, gateway_id, code)
VALUES (%(id)s, %(operation)s, %(reference)s, %(gateway)s, %(kind)s, %(amount)s, %(currency)s, %(gateway_id)s, %(code)s)
ON CONFLICT DO NOTHING
RETURNING id
