-- sandbox_charge, version 1: write a charge into the test gateway's books, or find it there under its key.
-- The update changes nothing: it makes RETURNING give the row that was there first.
INSERT INTO payments_sandboxcharge AS charge (key, reference, amount, currency, status, code)
VALUES (%(key)s, %(reference)s, %(amount)s, %(currency)s, %(status)s, %(code)s)
ON CONFLICT (key) DO UPDATE SET key = charge.key
RETURNING status, code
