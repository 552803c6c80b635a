"""How each shop lays out its product files. The first layout that knows a header reads the file."""

from __future__ import annotations

from .layout import Draft, Layout, Place
from .native import Native
from .oscar import Oscar
from .shopify import Shopify
from .spree import Spree
from .vendure import Vendure
from .woocommerce import WooCommerce

# The most peculiar first: Native is content with few columns, which others have too.
LAYOUTS: tuple[Layout, ...] = (Shopify(), WooCommerce(), Vendure(), Spree(), Native(), Oscar())

__all__ = ["LAYOUTS", "Draft", "Layout", "Place"]
