"""What makes a package an app of the shop."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class Module(AppConfig):
    """A module of the shop. Its handlers and tasks register themselves when they are imported, at start."""

    def ready(self) -> None:
        for registering in ("handlers", "tasks", "contributions"):
            name = f"{self.name}.{registering}"
            if find_spec(name):
                import_module(name)
