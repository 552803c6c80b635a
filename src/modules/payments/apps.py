from src.platform.modules import Module


class PaymentsConfig(Module):
    """Takes an amount and a reference, and moves the money. Knows no orders."""

    name = "src.modules.payments"
    label = "payments"
