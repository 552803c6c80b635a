"""The shop's goods as a file, from the shell."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from src.modules.catalog.management.commands.import_products import seller_named
from src.modules.catalog.services.exports.files import export_products


class Command(BaseCommand):
    """What it writes, `import_products` reads again."""

    help = "Export the products on sale as .csv, .jsonl or .xlsx, in the shop's own columns or Shopify's."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which goods, and how they are written down."""
        parser.add_argument("--format", choices=["csv", "jsonl", "xlsx"], default="csv")
        parser.add_argument("--layout", choices=["native", "shopify"], default="native")
        parser.add_argument("--seller", metavar="EMAIL", help="this seller's goods (default: all)")
        parser.add_argument("--output", type=Path, metavar="FILE", help="(default: standard output)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write piece by piece."""
        seller_id = seller_named(options["seller"]) if options["seller"] else None
        pieces = export_products(format=options["format"], layout=options["layout"], seller_id=seller_id)
        if options["output"] is None:
            sys.stdout.buffer.writelines(pieces)
        else:
            with options["output"].open("wb") as file:
                file.writelines(_counted(pieces))


def _counted(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """With a line that counts, where somebody is looking."""
    written = 0
    for piece in pieces:
        written += len(piece)
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{written:,} bytes ")
        yield piece
