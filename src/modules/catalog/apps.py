from src.platform.modules import Module


class CatalogConfig(Module):
    """Products, variants, options, categories, images, search and import."""

    name = "src.modules.catalog"
    label = "catalog"
