"""Our own columns: name, description, price, currency, sku, stock, categories, images, parent_sku, option:NAME."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from src.modules.catalog.importing.fields import (
    LONGEST_NAME,
    LONGEST_OPTION,
    addresses,
    description_of,
    image_of,
    line_of,
    option_name,
    paths_of,
    sku_of,
    slug_of,
    split,
    stock_of,
)
from src.modules.catalog.importing.goods import UNCATEGORISED, Image, RowError, Variant
from src.modules.catalog.importing.layouts.layout import Draft, Layout, Place
from src.modules.catalog.importing.prices import currency_of, price_of, same_currency
from src.modules.catalog.importing.records import Record

_COLUMNS = {"name", "description", "price", "currency", "sku", "stock", "categories", "images", "parent_sku"}
_ALIASES = {"category": "categories", "image": "images", "title": "name"}


class Native(Layout):
    """A row with `parent_sku` is a variant of the row with that SKU, which is sold itself only if it has options.

    Variant rows whose parent is no row of the file make up a product by themselves, the first one describing it.
    """

    name: ClassVar[str] = "native"

    def knows(self, header: Sequence[str]) -> bool:
        return len(_COLUMNS.intersection(header)) >= 2

    def renamed(self, header: Sequence[str]) -> Sequence[str]:
        return [_ALIASES.get(name, name) if _ALIASES.get(name) not in header else name for name in header]

    def joins(self, header: Sequence[str]) -> bool:
        return "parent_sku" in header

    def places(self) -> Callable[[Record], Place]:
        return _place

    def draft(self, head: Record, members: Sequence[Record], currency: str) -> Draft:
        record = head.unguarded()
        return Draft(
            sku=sku_of(record, "parent_sku", otherwise=sku_of(record)),
            slug=slug_of(record["slug"]),
            name=line_of(record, "name", LONGEST_NAME, required=True),
            description=description_of(record, "description"),
            currency=currency_of(record["currency"], currency),
            categories=paths_of("categories", split(record["categories"])) or (UNCATEGORISED,),
        )

    def offers(self, head: Record, members: Sequence[Record], currency: str) -> Iterable[Record | RowError]:
        return (head, *members) if not members or _options(head) else members

    def variant(self, head: Record, record: Record, currency: str) -> Variant:
        own = record.unguarded()
        same_currency(own, currency)
        return Variant(
            row=record.row,
            sku=sku_of(own),
            price=price_of("price", own["price"] or head["price"], currency),
            stock=stock_of(own, "stock"),
            options=_options(own),
        )

    def pictures(self, record: Record) -> list[Image]:
        return [image_of("images", entry) for entry in addresses(record["images"])]

    def adopted(self, key: str, orphans: Sequence[Record]) -> tuple[Record, Sequence[Record]]:
        first, *others = orphans
        if not first["name"] or not _options(first):
            return super().adopted(key, orphans)
        return first, others


def _place(record: Record) -> Place:
    parent = record["parent_sku"]
    if parent and parent != record["sku"]:
        return Place(False, (parent,))
    return Place(True, (record["sku"],) if record["sku"] else ())


def _options(record: Record) -> dict[str, str]:
    options = {}
    for column in record.cells:
        prefix, _, name = column.partition(":")
        if prefix == "option" and name:
            options[option_name(name)] = line_of(record, column, LONGEST_OPTION)
    return options
