"""Facets: what else could be chosen, and how much each choice would leave. They honour every filter but their own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import connection

from src.modules.catalog.selectors.categories import Meant
from src.modules.catalog.selectors.shelf import NEWEST, ShelfFilters, products_for
from src.platform.db.sql import sql_beside

PARTS = dict(re.findall(r"-- name: (\w+)\n(.*?)(?=-- name|\Z)", sql_beside(__file__, "facets_v1"), flags=re.DOTALL))
TOTAL = "total"
# What each reads of a product.
COLUMNS = {
    "category": {"places": "places"},
    "price": {"price": "price", "currency": "currency"},
    "rating": {"average": "rating__average"},
    "in_stock": {"available": "stock_group__available"},
    "options": {"product_id": "pk"},
    TOTAL: {"product_id": "pk"},
}
NAMES = tuple(name for name in COLUMNS if name != TOTAL)


def facets(filters: ShelfFilters, meant: Meant, names: Sequence[str]) -> dict[str, str]:
    """The facets as JSON by name; `total` is the count of the whole shelf. One statement for all of them."""
    parts = [_part(name, filters, meant) for name in names]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"({sql})::text" for sql, _ in parts),
            [parameter for _, parameters in parts for parameter in parameters],
        )
        return dict(zip(names, cursor.fetchone(), strict=True))


def _part(name: str, filters: ShelfFilters, meant: Meant) -> tuple[str, Sequence[Any]]:
    columns = COLUMNS[name]
    products = products_for(_without_own(name, filters), meant).order_by()
    shelf, parameters = products.values_list(*columns.values()).query.sql_with_params()
    named = f"SELECT * FROM ({shelf}) AS selected ({', '.join(columns)})"  # noqa: S608
    return PARTS[name].replace("{shelf}", named).replace("{{", "{").replace("}}", "}"), parameters


def _without_own(name: str, filters: ShelfFilters) -> ShelfFilters:
    whole = replace(filters, ordering=NEWEST)
    own: dict[str, dict[str, Any]] = {
        "category": {"categories": ()},
        "price": {
            "min_price": None,
            "max_price": None,
            "currency": filters.currency or settings.DEFAULT_CURRENCY,
        },
        "rating": {"min_rating": None},
        "in_stock": {"in_stock": None},
        "options": {"options": ()},
    }
    return replace(whole, **own.get(name, {}))
