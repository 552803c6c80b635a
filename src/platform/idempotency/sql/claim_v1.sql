-- claim, version 1: take a key, unless it was taken in the last 24 hours. One row: it is ours; none: it is another's.
-- A parallel twin waits here for the first one's transaction, and then finds its row.
INSERT INTO idempotency_record AS record (scope, route, key, fingerprint, subject)
VALUES (%(scope)s, %(route)s, %(key)s, %(fingerprint)s, %(subject)s)
ON CONFLICT (scope, route, key) DO UPDATE
SET fingerprint = excluded.fingerprint, subject = excluded.subject,
    status = NULL, body = NULL, created_at = now()
WHERE record.created_at < now() - %(lifetime)s
RETURNING subject
