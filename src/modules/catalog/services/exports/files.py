"""Goods as a file, piece by piece: .csv, .jsonl, .xlsx."""

import tempfile
from collections.abc import Iterator, Sequence
from typing import Literal
from uuid import UUID

import orjson
from django.conf import settings

from src.modules.catalog.selectors.goods import goods_on_sale, option_names
from src.modules.catalog.services.exports.labels import labels
from src.modules.catalog.services.exports.layouts import Layout, Native, Row, Shopify
from src.modules.catalog.services.exports.sheets import csv_line, guarded
from src.platform.errors import Unprocessable

FileFormat = Literal["csv", "jsonl", "xlsx"]
LayoutName = Literal["native", "shopify"]
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PIECE = 64 * 1024


def export_products(
    *, format: FileFormat = "csv", layout: LayoutName = "native", seller_id: UUID | None = None
) -> Iterator[bytes]:
    """The goods on sale (a seller's alone, where one is named), in the order in which they came to be.

    Shopify's files name no currency: they hold what is sold in the shop's own. Raises Unprocessable for a pair of
    format and layout that nobody reads.
    """
    if layout == "shopify" and format == "jsonl":
        raise Unprocessable.of("layout", "unknown_layout", "Shopify reads no JSON Lines. Use csv or xlsx.")
    chosen: Layout = Shopify(labels()) if layout == "shopify" else Native(labels(), option_names(seller_id))
    currency = settings.DEFAULT_CURRENCY if layout == "shopify" else ""
    rows = chosen.rows(goods_on_sale(seller_id=seller_id, currency=currency))
    if format == "jsonl":
        return _json_lines(rows)
    return _workbook(chosen.header, rows) if format == "xlsx" else _csv(chosen.header, rows)


def _csv(header: Sequence[str], rows: Iterator[Row]) -> Iterator[bytes]:
    lines = [csv_line(header)]
    for row in rows:
        lines.append(csv_line(row.get(column, "") for column in header))
        if len(lines) > 100:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def _json_lines(rows: Iterator[Row]) -> Iterator[bytes]:
    for row in rows:
        yield orjson.dumps({column: guarded(text) for column, text in row.items() if text}) + b"\n"


def _workbook(header: Sequence[str], rows: Iterator[Row]) -> Iterator[bytes]:
    """Written to a file of its own first, for a workbook is a ZIP archive whose contents are listed at its end."""
    # They take 0.1 s to import: only where there is a workbook.
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Products")
    sheet.append(list(header))
    for row in rows:
        sheet.append([guarded(ILLEGAL_CHARACTERS_RE.sub("", row.get(column, ""))) for column in header])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
