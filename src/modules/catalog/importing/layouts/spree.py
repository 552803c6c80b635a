"""Spree's product CSV: a master row, its variants, and further down their prices in other currencies."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from src.modules.catalog.importing.fields import (
    LONGEST_NAME,
    LONGEST_OPTION,
    LONGEST_OPTION_NAME,
    description_of,
    image_of,
    line_of,
    paths_of,
    sku_of,
    slug_of,
    stock_of,
)
from src.modules.catalog.importing.goods import UNCATEGORISED, Image, RowError, Variant
from src.modules.catalog.importing.layouts.layout import (
    Draft,
    Layout,
    Place,
    filled,
    first_of_its_kind,
    joined_sku,
    published,
)
from src.modules.catalog.importing.prices import currency_of, price_of, same_currency
from src.modules.catalog.importing.records import Record

_CATEGORIES = ("category1", "category2", "category3")
_IMAGES = ("image1_src", "image2_src", "image3_src")


class Spree(Layout):
    """Rows of one slug make up one product. A master row with variants is not sold: its price (0) says nothing.

    A row that only repeats a SKU with another currency is a further price. A product has one currency here: the
    shop's, where all of its variants have a price in it, else the one that the file gives first.
    """

    name: ClassVar[str] = "spree"

    def knows(self, header: Sequence[str]) -> bool:
        return {"slug", "sku", "name", "price", "option1_name", "inventory_count"} <= set(header)

    def joins(self, header: Sequence[str]) -> bool:
        return True

    def places(self) -> Callable[[Record], Place]:
        return first_of_its_kind("slug")

    def draft(self, head: Record, members: Sequence[Record], currency: str) -> Draft:
        return Draft(
            sku=sku_of(head, otherwise=head["slug"]),
            slug=slug_of(head["slug"]),
            name=line_of(head, "name", LONGEST_NAME, required=True),
            description=description_of(head, "description"),
            currency=_currency(head, members, currency),
            categories=paths_of("category1", filled(_CATEGORIES, head), "->") or (UNCATEGORISED,),
            published=published(head["status"]),
        )

    def offers(self, head: Record, members: Sequence[Record], currency: str) -> Iterable[Record | RowError]:
        sold = _sold(head, members)
        prices = {(row["sku"], row["currency"].upper()): row["price"] for row in members if _is_price(row)}
        for row in sold:
            other = prices.get((row["sku"], currency))
            yield row.with_cells(price=other, currency=currency) if other else row
        known = {row["sku"] for row in sold}
        for row in members:
            if _is_price(row) and row["sku"] not in known:
                yield RowError(row.row, "sku", "unknown_sku", "A price for a variant that is not there.", row["sku"])

    def variant(self, head: Record, record: Record, currency: str) -> Variant:
        options = _options(head, record)
        same_currency(record, currency)
        return Variant(
            row=record.row,
            sku=sku_of(record, otherwise=joined_sku(head["slug"], *options.values())),
            price=price_of("price", record["price"], currency),
            stock=stock_of(record, "inventory_count"),
            options=options,
        )

    def pictures(self, record: Record) -> list[Image]:
        return [image_of("image1_src", address) for address in filled(_IMAGES, record)]


def _sold(head: Record, members: Sequence[Record]) -> list[Record]:
    variants = [row for row in members if not _is_price(row)]
    return [head, *variants] if not variants or head["option1_value"] else variants


def _is_price(row: Record) -> bool:
    """A row that says no more than what a known SKU costs in some currency."""
    return bool(row["sku"] and row["price"]) and not (row["name"] or row["option1_value"] or row["inventory_count"])


def _currency(head: Record, members: Sequence[Record], shop: str) -> str:
    prices = {(row["sku"], row["currency"].upper()) for row in (head, *members)}
    if all((row["sku"], shop) in prices for row in _sold(head, members)):
        return shop
    return currency_of(head["currency"], shop)


def _options(head: Record, record: Record) -> dict[str, str]:
    """Each variant row names its options; where one does not, the master row's name holds."""
    options = {}
    for column in record.cells:
        if number := re.fullmatch(r"option(\d)_value", column):
            name = f"option{number[1]}_name"
            named = record if record[name] else head
            options[line_of(named, name, LONGEST_OPTION_NAME) or f"Option {number[1]}"] = line_of(
                record, column, LONGEST_OPTION
            )
    return options
