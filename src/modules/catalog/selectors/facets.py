"""Facets: what else could be chosen, and how much each choice would leave. They honour every filter but their own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import connection

from src.modules.catalog.selectors.categories import Meant
from src.modules.catalog.selectors.counting import SINGLE, Sql, is_tallied, lines_of, price_edges
from src.modules.catalog.selectors.shelf import NEWEST, ShelfFilters, products_for
from src.platform.db.sql import sql_beside

PARTS = dict(re.findall(r"-- name: (\w+)\n(.*?)(?=-- name|\Z)", sql_beside(__file__, "facets_v2"), flags=re.DOTALL))
TOTAL = "total"
# What each reads of a product, as columns of the lines that count it.
COLUMNS = {
    "category": ["places"],
    "price": ["currency", "bucket"],
    "rating": ["stars"],
    "in_stock": ["sellable"],
    "options": ["choices"],
    TOTAL: [],
}
OWN: dict[str, dict[str, Any]] = {
    "category": {"categories": ()},
    "price": {"min_price": None, "max_price": None},
    "rating": {"min_rating": None},
    "in_stock": {"in_stock": None},
    "options": {"options": ()},
    TOTAL: {},
}
NAMES = tuple(name for name in COLUMNS if name != TOTAL)

# Which products; whether by the tally, and by that of choices.
Source = tuple[ShelfFilters, bool, bool]


def facets(filters: ShelfFilters, meant: Meant, names: Sequence[str]) -> dict[str, str]:
    """The facets as JSON by name; `total` is the count of the whole shelf. One statement for all of them."""
    sources = {name: _source(name, filters) for name in names}
    cells = {source: f"cells_{number}" for number, source in enumerate(dict.fromkeys(sources.values()))}
    made = [_scale(filters.currency or settings.DEFAULT_CURRENCY)]
    made += [_cells(cells[source], source, meant, [n for n in names if sources[n] == source]) for source in cells]
    parts = ", ".join(f"({PARTS[name].replace('{cells}', cells[sources[name]])})::text" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {', '.join(sql for sql, _ in made)} SELECT {parts}",
            [parameter for _, parameters in made for parameter in parameters],
        )
        return dict(zip(names, cursor.fetchone(), strict=True))


def _source(name: str, filters: ShelfFilters) -> Source:
    """All filters but the facet's own."""
    others = replace(filters, ordering=NEWEST, **OWN[name])
    tallied = is_tallied(others)
    return others, tallied, tallied and name == "options"


def _scale(currency: str) -> Sql:
    """Price ranges are those of one currency: amounts of different ones cannot be compared."""
    return "scale AS (SELECT %s::text AS currency, %s::bigint[] AS edges)", [currency, price_edges(currency)]


def _cells(name: str, source: Source, meant: Meant, facet_names: Iterable[str]) -> Sql:
    filters, tallied, _ = source
    columns = list(dict.fromkeys(column for facet in facet_names for column in COLUMNS[facet]))
    if tallied:
        lines, parameters = lines_of(filters, meant, [*columns, "products"])
        return f"{name} AS MATERIALIZED ({lines})", parameters
    shelf, parameters = products_for(filters, meant).order_by().values_list("pk").query.sql_with_params()
    if not columns:
        return f"{name} AS (SELECT count(*) AS products FROM ({shelf}) AS product)", parameters  # noqa: S608
    shown = ", ".join(columns)
    return (
        f"{name} AS MATERIALIZED (SELECT {shown}, sum(products) AS products"  # noqa: S608  # our own names
        f" FROM ({shelf}) AS product (id) JOIN {SINGLE} ON product_id = product.id GROUP BY {shown})",
        parameters,
    )
