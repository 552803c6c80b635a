from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo shop: a guest in the house, there only where `DEMO` is on."""

    name = "scripts.demo"
    label = "demo"
