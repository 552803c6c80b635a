from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from src.platform.tasks import schedule
from src.platform.tasks.crew import Crew


class Command(BaseCommand):
    help = "Runs queued and scheduled tasks until SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        schedule.write_down()
        Crew(settings.Q_CLUSTER["workers"]).run()
