"""Small product files, and what a reader makes of them."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from openpyxl import Workbook

from src.modules.catalog.importing import Goods, RowError, read

NATIVE = "name,description,price,currency,sku,stock,categories,images"


def reading(content: str | bytes, *, format: str = "auto", currency: str = "EUR") -> tuple[list[Goods], list[RowError]]:
    """The goods and the errors of a file with this content."""
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    items = list(read(stream, format=format, currency=currency))
    goods = [item for item in items if isinstance(item, Goods)]
    return goods, [item for item in items if isinstance(item, RowError)]


def native(*rows: str, header: str = NATIVE) -> str:
    """A native CSV file."""
    return "\n".join([header, *rows]) + "\n"


def only(content: str | bytes, **options: str) -> Goods:
    """The only product of a file without errors."""
    goods, errors = reading(content, **options)
    assert errors == []
    assert len(goods) == 1
    return goods[0]


def refusals(content: str | bytes, **options: str) -> list[tuple[int, str, str]]:
    """Row, field and code of each error."""
    return [(error.row, error.field, error.code) for error in reading(content, **options)[1]]


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    """An .xlsx file with these sheets, each a list of rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(**members: bytes) -> bytes:
    """A ZIP archive; `__` in a name stands for a slash."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables that an import writes."""
    models = [*apps.get_app_config("catalog").get_models(), *apps.get_app_config("inventory").get_models()]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}
