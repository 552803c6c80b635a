from src.platform.modules import Module


class OrdersConfig(Module):
    """Orders, from the checkout to the last return. The only conductor."""

    name = "src.modules.orders"
    label = "orders"
