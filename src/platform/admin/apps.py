from typing import Any

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AdminConfig(AppConfig):
    """The shop's admin site."""

    name = "src.platform.admin"
    label = "shop_admin"

    def ready(self) -> None:
        """Each module's `seller_admin` says what sellers see of it, as its `admin` does for staff."""
        autodiscover_modules("seller_admin", register_to=seller_site())


def seller_site() -> Any:
    """Made once the apps are there: its forms need them."""
    from src.platform.admin.sellers import seller_site

    return seller_site
