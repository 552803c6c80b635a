from src.platform.modules import Module


class IdempotencyConfig(Module):
    """Keys of requests, and what was answered to them."""

    name = "src.platform.idempotency"
    label = "idempotency"
