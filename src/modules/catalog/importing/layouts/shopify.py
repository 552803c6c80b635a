"""Shopify's product CSV, with the column names of before and after 2024."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from src.modules.catalog.importing.fields import (
    LONGEST_CATEGORY,
    LONGEST_NAME,
    LONGEST_OPTION,
    LONGEST_OPTION_NAME,
    description_of,
    image_of,
    line_of,
    paths_of,
    sku_of,
    slug_of,
    split,
    stock_of,
)
from src.modules.catalog.importing.goods import UNCATEGORISED, Image, Variant
from src.modules.catalog.importing.layouts.layout import Draft, Layout, Place, first_of_its_kind, joined_sku, published
from src.modules.catalog.importing.prices import price_of
from src.modules.catalog.importing.records import Record

_SINCE_2024 = {
    "url handle": "handle",
    "description": "body (html)",
    "published on online store": "published",
    "sku": "variant sku",
    "price": "variant price",
    "inventory quantity": "variant inventory qty",
    "product image url": "image src",
    "image alt text": "image alt text",
    "variant image url": "variant image",
}
_OPTIONS = (1, 2, 3)


class Shopify(Layout):
    """Rows of one handle make up one product, wherever they stand; a row without a price only shows a picture.

    Our own exports add `Categories`, for Shopify itself has one type a product.
    """

    name: ClassVar[str] = "shopify"

    def knows(self, header: Sequence[str]) -> bool:
        return {"handle", "title", "variant price"} <= set(self.renamed(header))

    def renamed(self, header: Sequence[str]) -> Sequence[str]:
        return [_SINCE_2024.get(name, name) for name in header] if "url handle" in header else header

    def joins(self, header: Sequence[str]) -> bool:
        return True

    def places(self) -> Callable[[Record], Place]:
        return first_of_its_kind("handle")

    def draft(self, head: Record, members: Sequence[Record], currency: str) -> Draft:
        head = head.unguarded()
        kind = line_of(head, "type", LONGEST_CATEGORY)
        return Draft(
            sku=sku_of(head, "handle"),
            slug=slug_of(head["handle"]),
            name=line_of(head, "title", LONGEST_NAME, required=True),
            description=description_of(head, "body (html)"),
            currency=currency,
            categories=paths_of("categories", split(head["categories"])) or (((kind,),) if kind else (UNCATEGORISED,)),
            published=published(head["published"]) and published(head["status"]),
        )

    def sells(self, record: Record) -> bool:
        return any(record[cell] for cell in ("variant price", "variant sku", "option1 value"))

    def variant(self, head: Record, record: Record, currency: str) -> Variant:
        head, record = head.unguarded(), record.unguarded()
        options = _options(head, record)
        return Variant(
            row=record.row,
            sku=sku_of(record, "variant sku", otherwise=joined_sku(head["handle"], *options.values())),
            price=price_of("variant price", record["variant price"], currency),
            stock=stock_of(record, "variant inventory qty", oversold=True),
            options=options,
        )

    def pictures(self, record: Record) -> list[Image]:
        record = record.unguarded()
        shown = [image_of("image src", record["image src"], record["image alt text"])] if record["image src"] else []
        return shown + ([image_of("variant image", record["variant image"])] if record["variant image"] else [])


def _options(head: Record, record: Record) -> dict[str, str]:
    """Only the first row of a product names its options. "Default Title" is Shopify's word for none."""
    options = {}
    for number in _OPTIONS:
        name = line_of(head, f"option{number} name", LONGEST_OPTION_NAME)
        value = line_of(record, f"option{number} value", LONGEST_OPTION)
        if value and (name, value) != ("Title", "Default Title"):
            options[name or f"Option {number}"] = value
    return options
