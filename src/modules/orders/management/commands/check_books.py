from typing import Any

from django.core.management.base import BaseCommand

from src.modules.orders.services.books import discrepancies


class Command(BaseCommand):
    help = "Proves that stock, orders and payments agree. Exit code 1 and a list if they do not."

    def handle(self, *args: Any, **options: Any) -> None:
        found = discrepancies()
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise SystemExit(1)
        self.stdout.write("The books agree.")
