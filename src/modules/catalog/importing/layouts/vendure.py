"""Vendure's product CSV: padded cells, continuation rows, categories among the facets, files for pictures."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from src.modules.catalog.importing.fields import (
    LONGEST_NAME,
    LONGEST_OPTION,
    description_of,
    line_of,
    option_name,
    path_of,
    sku_of,
    slug_of,
    stock_of,
)
from src.modules.catalog.importing.goods import UNCATEGORISED, Refused, Variant
from src.modules.catalog.importing.layouts.layout import Draft, Layout, Place, joined_sku
from src.modules.catalog.importing.prices import price_of
from src.modules.catalog.importing.records import Record


class Vendure(Layout):
    """A row without a name is a further variant of the product above it.

    The `category` facets of a product, in their order, are read as one path: so its own shop nests them.
    Assets are files on the merchant's disk, not addresses, and are left out.
    """

    name: ClassVar[str] = "vendure"

    def knows(self, header: Sequence[str]) -> bool:
        return {"name", "price", "optiongroups", "optionvalues"} <= set(header)

    def joins(self, header: Sequence[str]) -> bool:
        return True

    def places(self) -> Callable[[Record], Place]:
        head = "0"

        def place(record: Record) -> Place:
            nonlocal head
            if not (record["name"] or record["slug"]):
                return Place(False, (head,))
            head = str(record.row)
            return Place(True, (head,))

        return place

    def draft(self, head: Record, members: Sequence[Record], currency: str) -> Draft:
        name = line_of(head, "name", LONGEST_NAME, required=True)
        facets = (facet.strip().partition(":") for facet in head["facets"].split("|"))
        names = [value for facet, _, value in facets if facet.casefold() == "category"]
        return Draft(
            sku=sku_of(head, "slug", otherwise=slug_of(name)),
            slug=slug_of(head["slug"]),
            name=name,
            description=description_of(head, "description"),
            currency=currency,
            categories=(path_of("facets", "|".join(names), "|") or UNCATEGORISED,),
        )

    def variant(self, head: Record, record: Record, currency: str) -> Variant:
        options = _options(head, record)
        return Variant(
            row=record.row,
            sku=sku_of(record, otherwise=joined_sku(head["slug"] or slug_of(head["name"]), *options.values())),
            price=price_of("price", record["price"], currency),
            stock=stock_of(record, "stockonhand"),
            options=options,
        )


def _options(head: Record, record: Record) -> dict[str, str]:
    names = [name.strip() for name in head["optiongroups"].split("|") if name.strip()]
    values = [value.strip() for value in record["optionvalues"].split("|") if value.strip()]
    if len(names) != len(values):
        raise Refused("optionvalues", "options_mismatch", f"Expected a value for each of {names}.", "|".join(values))
    if any(len(text) > LONGEST_OPTION for text in values):
        raise Refused("optionvalues", "too_long", f"At most {LONGEST_OPTION} characters.", "|".join(values))
    return {option_name(name): value for name, value in zip(names, values, strict=True)}
