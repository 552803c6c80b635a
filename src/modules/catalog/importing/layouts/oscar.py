"""Django Oscar's catalogue fixtures: nine columns and no header row."""

import re
from collections.abc import Sequence
from typing import ClassVar

from src.modules.catalog.importing.fields import LONGEST_NAME, description_of, line_of, paths_of, sku_of, stock_of
from src.modules.catalog.importing.goods import UNCATEGORISED, Variant
from src.modules.catalog.importing.layouts.layout import Draft, Layout
from src.modules.catalog.importing.prices import price_of
from src.modules.catalog.importing.records import Record

_PRICE = re.compile(r"\d+([.,]\d+)?")


class Oscar(Layout):
    """Each record is a product of its own. The partner's SKU names it, else its UPC."""

    name: ClassVar[str] = "oscar"
    headless: ClassVar[Sequence[str]] = (
        *("product_class", "category", "upc", "title", "description"),
        *("partner", "partner_sku", "price", "stock"),
    )

    def knows(self, header: Sequence[str]) -> bool:
        return (
            len(header) == len(self.headless)
            and bool(header[1] and header[3])
            and _PRICE.fullmatch(header[7]) is not None
            and header[8].isdigit()
        )

    def draft(self, head: Record, members: Sequence[Record], currency: str) -> Draft:
        name = line_of(head, "title", LONGEST_NAME, required=True)
        return Draft(
            sku=_sku(head),
            slug="",
            name=name,
            description=description_of(head, "description"),
            currency=currency,
            categories=paths_of("category", [head["category"]]) or (UNCATEGORISED,),
        )

    def variant(self, head: Record, record: Record, currency: str) -> Variant:
        price = price_of("price", record["price"], currency)
        return Variant(row=record.row, sku=_sku(record), price=price, stock=stock_of(record, "stock"))


def _sku(record: Record) -> str:
    return sku_of(record, "partner_sku", otherwise=record["upc"])
