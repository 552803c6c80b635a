-- keep, version 1: store an answer once, and say what is stored. No row: the key is another's.
-- The answer of whoever stores first is everybody's, byte for byte.
INSERT INTO idempotency_record AS record (scope, route, key, fingerprint, subject, status, body)
VALUES (%(scope)s, %(route)s, %(key)s, %(fingerprint)s, %(subject)s, %(status)s, %(body)s)
ON CONFLICT (scope, route, key) DO UPDATE
SET status = coalesce(record.status, excluded.status), body = coalesce(record.body, excluded.body)
WHERE record.subject = excluded.subject
RETURNING body
