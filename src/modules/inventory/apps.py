from src.platform.modules import Module


class InventoryConfig(Module):
    """Counts units of stock items. Knows no products."""

    name = "src.modules.inventory"
    label = "inventory"
