from typing import Any

from django.core.management.base import BaseCommand

from src.platform.events.relay import Relay


class Command(BaseCommand):
    help = "Tells committed events to handlers and streams until SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        Relay().run()
