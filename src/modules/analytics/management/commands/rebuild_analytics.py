from typing import Any

from django.core.management.base import BaseCommand

from src.modules.analytics.services import rebuild


class Command(BaseCommand):
    """Make the sums of the reports anew, from the orders."""

    help = "Counts every order anew for the reports. Reports go on answering from the old sums meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} orders counted.")
