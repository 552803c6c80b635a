"""Bring a merchant's files into the shop, from the shell."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from src.modules.catalog.contracts import ImportReport, RowError
from src.modules.catalog.importing import FORMATS, UnreadableFile
from src.modules.catalog.services.imports.run import import_file
from src.modules.identity import public as identity

MOST_SHOWN = 200
COLUMNS = ("created", "updated", "unchanged", "variants", "units", "categories")


class Command(BaseCommand):
    """Safe to repeat: products are known by their SKUs."""

    help = (
        "Import product files (.csv, .jsonl, .xlsx) of this shop, Shopify, WooCommerce, Vendure, Spree or Oscar. "
        "Rows that cannot be taken are listed with the reason, and the others land: that is exit code 0. "
        "Exit code 1: a file that could not be read at all (the files before it have landed)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What a merchant decides about a file."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=FORMATS, default="auto", help="whose layout (default: look and see)")
        parser.add_argument(
            "--seller", metavar="EMAIL", help="into this seller's shop (default: the house's own goods)"
        )
        parser.add_argument("--currency", default="", help="of prices that name none (default: the shop's)")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """One table of all files, after the refused rows of each."""
        seller_id = seller_named(options["seller"]) if options["seller"] else None
        reports: list[tuple[str, ImportReport]] = []
        for file in options["files"]:
            report = self._import(file, seller_id, options)
            reports.append((str(file), report))
            self._list_errors(file, report.errors)
        self._table(reports)
        if options["dry_run"]:
            self.stdout.write("A dry run: nothing was changed.")

    def _import(self, file: Path, seller_id: UUID | None, options: dict[str, Any]) -> ImportReport:
        try:
            return import_file(
                file,
                seller_id=seller_id,
                actor="import_products",
                format=options["format"],
                currency=options["currency"].upper(),
                dry_run=options["dry_run"],
                on_progress=_Progress(file.name),
            )
        except UnreadableFile as error:
            raise CommandError(f"{file}: {error}") from error
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error

    def _list_errors(self, file: Path, errors: list[RowError]) -> None:
        for error in errors[:MOST_SHOWN]:
            value = f" ({error.value[:60]})" if error.value else ""
            self.stdout.write(f"{file}:{error.row}  {error.field or '-'}  {error.code}: {error.message}{value}")
        if len(errors) > MOST_SHOWN:
            self.stdout.write(f"{file}: and {len(errors) - MOST_SHOWN} more rows")

    def _table(self, reports: list[tuple[str, ImportReport]]) -> None:
        width = max(len("file"), *(len(name) for name, _ in reports))
        heads = "".join(f"{name:>12}" for name in (*COLUMNS, "refused"))
        self.stdout.write(f"{'file':<{width}}{heads}")
        for name, report in reports:
            counts = [*(getattr(report, column) for column in COLUMNS), len(report.errors)]
            self.stdout.write(f"{name:<{width}}" + "".join(f"{count:>12,}" for count in counts))


class _Progress:
    """One line that counts, where somebody is looking."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, report: ImportReport) -> None:
        if sys.stderr.isatty():
            count = f"{report.variants:,} variants, {len(report.errors):,} rows refused"
            sys.stderr.write(f"\r\x1b[K{self._name}: {count} ")
            sys.stderr.flush()


def seller_named(email: str) -> UUID:
    """Raises CommandError for anybody else."""
    person = identity.people_by_email([email]).get(email)
    if person is None or person.role != "seller":
        raise CommandError(f"{email} is no seller of this shop.")
    return person.id
