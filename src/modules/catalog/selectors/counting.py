"""How many products pass the filters: always exactly. What visitors ask for most is tallied, not counted."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from src.modules.catalog.selectors.categories import Meant
from src.modules.catalog.selectors.shelf import NEWEST, ShelfFilters, products_for
from src.platform import money

# Filters that a line of the tally can be asked, and those that it can be asked for some values.
TALLIED = {"currency", "categories", "seller", "ordering", "in_stock"}
IN_STEPS = {"min_price", "max_price", "min_rating"}
# Where price ranges begin, in whole units of the currency; PostgreSQL has them in `catalog_price_edges`.
STEPS = (0, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000)

Sql = tuple[str, Sequence[Any]]


def count_of(filters: ShelfFilters, meant: Meant) -> int:
    """The products of the whole shelf, at once where it is tallied, else counted. One statement."""
    if not is_tallied(filters):
        return products_for(filters, meant).order_by().count()
    lines, parameters = lines_of(filters, meant, ["products"])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(sum(products), 0) FROM ({lines}) AS line", parameters)  # noqa: S608
        return int(cursor.fetchone()[0])


def price_edges(currency: str) -> list[int]:
    """Where price ranges begin, in minor units."""
    return [step * 10 ** money.minor_digits(currency) for step in STEPS]


def is_tallied(filters: ShelfFilters) -> bool:
    """Whether the tally knows all that is asked for."""
    nothing = ShelfFilters(ordering=NEWEST)
    asked = {name for name in vars(nothing) if getattr(filters, name) != getattr(nothing, name)}
    return asked <= TALLIED | IN_STEPS and (not asked & IN_STEPS or _in_steps(filters))


def _in_steps(filters: ShelfFilters) -> bool:
    """Whether only whole stars are asked for, and whole price ranges."""
    if filters.min_rating is not None and filters.min_rating != int(filters.min_rating):
        return False
    if filters.min_price is None and filters.max_price is None:
        return True
    edges = price_edges(filters.currency) if filters.currency else ()
    return (filters.min_price is None or filters.min_price in edges) and (
        filters.max_price is None or filters.max_price + 1 in edges
    )


def lines_of(filters: ShelfFilters, meant: Meant, columns: Sequence[str]) -> Sql:
    """The lines that add up to what is asked for: these columns of them."""
    asked: dict[str, Any] = {
        "currency = %s": filters.currency,
        "seller_id = %s": filters.seller,
        "sellable = %s": filters.in_stock,
        "stars >= %s": None if filters.min_rating is None else int(filters.min_rating),
        "places && %s::bigint[]": meant.chosen if filters.categories else None,
        "bucket > %s": _edges_below(filters, filters.min_price),
        "bucket <= %s": None if filters.max_price is None else _edges_below(filters, filters.max_price + 1),
    }
    given = {condition: value for condition, value in asked.items() if value is not None}
    view = "catalog_choice_lines" if "choices" in columns else "catalog_lines"
    sql = f"SELECT {', '.join(columns)} FROM {view} WHERE {' AND '.join(given) or 'true'}"  # noqa: S608  # our own names
    return sql, list(given.values())


def _edges_below(filters: ShelfFilters, price: int | None) -> int | None:
    """How many price ranges begin below a price."""
    return None if price is None else sum(edge < price for edge in price_edges(str(filters.currency)))
