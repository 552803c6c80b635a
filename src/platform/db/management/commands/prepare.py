"""Everything between an installed shop and one that can open: tables, static files, the demo."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """`scripts/serve` runs this in one process, since starting Django is most of its time. Safe to repeat."""

    help = "Migrate, collect static files and, in a demo shop, load the demo once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--no-demo`: leave the shop empty."""
        parser.add_argument("--no-demo", action="store_true", help="leave the shop empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """The steps, in the order in which they need each other."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if settings.DEMO and not options["no_demo"] and "load_demo" in get_commands():
            call_command("load_demo")
