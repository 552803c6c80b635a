from src.platform.modules import Module


class CartConfig(Module):
    """What a person is about to buy."""

    name = "src.modules.cart"
    label = "cart"
