from typing import Any

from django.core.management.base import BaseCommand

from scripts.demo.opening import open_shop


class Command(BaseCommand):
    """Fill the shop with the demo, once; what is there already stays as it is."""

    help = "Fill the shop with products, people and past orders of the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is being done: it takes some seconds."""
        open_shop(say=self.stdout.write)
