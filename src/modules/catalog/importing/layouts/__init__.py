"""How each shop lays out its product files. The first layout that knows a header reads the file."""

from src.modules.catalog.importing.layouts.layout import Draft, Layout, Place
from src.modules.catalog.importing.layouts.native import Native
from src.modules.catalog.importing.layouts.oscar import Oscar
from src.modules.catalog.importing.layouts.shopify import Shopify
from src.modules.catalog.importing.layouts.spree import Spree
from src.modules.catalog.importing.layouts.vendure import Vendure
from src.modules.catalog.importing.layouts.woocommerce import WooCommerce

# The most peculiar first: Native is content with few columns, which others have too.
LAYOUTS: tuple[Layout, ...] = (Shopify(), WooCommerce(), Vendure(), Spree(), Native(), Oscar())

__all__ = ["LAYOUTS", "Draft", "Layout", "Place"]
