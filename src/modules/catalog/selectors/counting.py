"""How many products pass the filters: always exactly. What visitors ask for most is tallied, not counted."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from django.db import connection

from src.modules.catalog.selectors.categories import Meant
from src.modules.catalog.selectors.shelf import NEWEST, ShelfFilters, products_for
from src.platform import money

# Filters that the tally can be asked; stars as far as they are whole.
TALLIED = {"currency", "categories", "seller", "ordering", "in_stock", "min_price", "max_price", "min_rating"}
# Where price ranges begin, in whole units of the currency; PostgreSQL has them in `catalog_price_edges`.
STEPS = (0, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000)

# A line a product.
SINGLE = "catalog_single_lines"

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
    return asked <= TALLIED and (filters.min_rating is None or filters.min_rating == int(filters.min_rating))


def lines_of(filters: ShelfFilters, meant: Meant, columns: Sequence[str]) -> Sql:
    """The lines that add up to what is asked for: these columns of them."""
    asked: dict[str, Any] = {
        "currency = %s": filters.currency,
        "seller_id = %s": filters.seller,
        "sellable = %s": filters.in_stock,
        "stars >= %s": None if filters.min_rating is None else int(filters.min_rating),
        "places && %s::bigint[]": meant.chosen if filters.categories else None,
    }
    lines: list[str] = []
    parameters: list[Any] = []
    for view, prices in _by_price(filters, "catalog_choice_lines" if "choices" in columns else "catalog_lines"):
        given = {condition: value for condition, value in (asked | prices).items() if value is not None}
        lines.append(f"SELECT {', '.join(columns)} FROM {view} WHERE {' AND '.join(given) or 'true'}")  # noqa: S608
        parameters += given.values()
    return " UNION ALL ".join(lines), parameters


def _by_price(filters: ShelfFilters, tally: str) -> list[tuple[str, dict[str, Any]]]:
    """Which view to ask for which prices: the tally for whole ranges, and for what is beside them a line a product."""
    above, below = filters.min_price, None if filters.max_price is None else filters.max_price + 1
    edges = price_edges(filters.currency) if filters.currency else []
    # The ranges before the first and up to the last that are wanted whole.
    first = 0 if above is None else bisect_left(edges, above)
    last = len(edges) if below is None else bisect_right(edges, below) - 1
    if above is below is None:
        return [(tally, {})]
    if first >= last:
        return [(SINGLE, _between(above, below))]
    found: list[tuple[str, dict[str, Any]]] = [(tally, {"bucket > %s": first, "bucket <= %s": last})]
    if above is not None and above < edges[first]:
        found.append((SINGLE, _between(above, edges[first])))
    if below is not None and edges[last] < below:
        found.append((SINGLE, _between(edges[last], below)))
    return found


def _between(above: int | None, below: int | None) -> dict[str, Any]:
    return {"price >= %s": above, "price < %s": below}
