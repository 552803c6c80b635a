from django.apps import AppConfig


class AdminConfig(AppConfig):
    """The shop's admin site."""

    name = "src.platform.admin"
    label = "shop_admin"
