from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from src.platform.observability.silk import HEADER, secret, worst_routes

LINE = "{calls:>7} {mean:>9.1f} {worst:>9.1f} {statements:>7.1f} {most_statements:>5}  {method} {view_name}"


class Command(BaseCommand):
    help = "Prints the routes on which the shop spent most time, as silk recorded them (SILK=1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--number", type=int, default=20, help="how many routes")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SILK:
            raise CommandError("silk is off: start the shop and this command with SILK=1.")
        self.stdout.write(f"recorded are requests with the header {HEADER}: {secret()}")
        self.stdout.write("  calls   ms mean  ms worst  SQL mean  max  route")
        for row in worst_routes(options["number"]):
            self.stdout.write(LINE.format(**row))
