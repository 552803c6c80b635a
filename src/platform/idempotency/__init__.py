"""The same request twice is one request: `Idempotency-Key`."""
