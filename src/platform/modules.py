"""What makes a package an app of the shop."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig


class Module(AppConfig):
    """A module of the shop. Its handlers and tasks register themselves when they are imported, at start."""

    # Django looks for the one AppConfig in `apps.py`: this one is imported there, but is not it.
    default = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.default = True

    def ready(self) -> None:
        for registering in ("handlers", "tasks", "contributions"):
            name = f"{self.name}.{registering}"
            if find_spec(name):
                import_module(name)
