"""The shelf page by page: at most four statements with the documents, three to answer a page that was counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from django.db.models import Count, QuerySet, Window
from django.db.models.expressions import RawSQL

from src.modules.catalog.models import Product
from src.modules.catalog.selectors.categories import Meant
from src.modules.catalog.selectors.counting import count_of
from src.modules.catalog.selectors.facets import TOTAL, facets
from src.modules.catalog.selectors.scopes import CATEGORIES, RATINGS, STOCK
from src.modules.catalog.selectors.shelf import (
    NEWEST,
    ORDERS,
    RELEVANCE,
    ShelfFilters,
    meant_by,
    orderable,
    products_for,
)
from src.platform.cache.answers import depends_on
from src.platform.http import keyset
from src.platform.http.keyset import CursorQuery, window


def shelf_page(filters: ShelfFilters, *, offset: int, limit: int) -> tuple[int, list[int]]:
    """How many products there are for these filters, and the ids of one page of them.

    At most two statements, three where categories or words are asked for. In the order of relevance only the candidates
    count: at most 3,000, best by name, newest, and standing in a category of that name.
    """
    depends_on(*filters.scopes())
    meant = meant_by(filters)
    products = products_for(filters, meant)
    ordered = orderable(products, filters.ordering).order_by(*ORDERS[filters.ordering])
    if filters.ordering == RELEVANCE:
        return _ranked_page(ordered, offset, limit)
    count = count_of(filters, meant)
    return count, list(ordered.values_list("pk", flat=True)[offset : offset + limit]) if offset < count else []


def _ranked_page(ranked: "QuerySet[Product]", offset: int, limit: int) -> tuple[int, list[int]]:
    """Finding the candidates is the work: they are counted while they are at hand."""
    counted = ranked.annotate(all=Window(Count("*"))).values_list("pk", "all")
    page = list(counted[offset : offset + limit])
    return page[0][1] if page else ranked.count() if offset else 0, [pk for pk, _ in page]


@dataclass(frozen=True)
class View:
    """A page of the shelf; `count` of it all and `facets`, as JSON by name, where they were asked for."""

    page: keyset.Window
    count: int | None
    facets: dict[str, str]

    @property
    def members(self) -> dict[str, Any]:
        """What an answer has beside its page."""
        return {"facets": {name: orjson.Fragment(json) for name, json in self.facets.items()}} if self.facets else {}


def browse(filters: ShelfFilters, query: CursorQuery, wanted: Sequence[str] = ()) -> View:
    """What a visitor sees. In the order of relevance the count is that of all matches, read along with the best."""
    # Facets also count what the filters leave out: by stock, by rating, by category.
    depends_on(*filters.scopes(), *((STOCK, RATINGS, CATEGORIES) if wanted else ()))
    meant = meant_by(filters)
    products = orderable(products_for(filters, meant), filters.ordering)
    along = query.count is not None and filters.ordering == RELEVANCE and not wanted
    if along:
        products = products.annotate(matches=_matches(filters, meant))
    page = window(
        products, ORDERS[filters.ordering], query, name=f"products {filters.ordering}",
        beside=["matches"] if along else [],
    )  # fmt: skip
    counted = [TOTAL] if query.count and not page.beside else []
    found = facets(filters, meant, [*wanted, *counted]) if wanted or counted else {}
    total = found.pop(TOTAL, None) if counted else page.beside[0] if page.beside else None
    return View(page, None if total is None else int(total), found)


def _matches(filters: ShelfFilters, meant: Meant) -> RawSQL:
    """How many match, ranked or not: a subquery that stands for itself, so that it is asked once."""
    rows = products_for(replace(filters, ordering=NEWEST), meant).order_by().values("pk")
    sql, parameters = rows.query.sql_with_params()
    return RawSQL(f"(SELECT count(*) FROM ({sql}) AS matching)", parameters)  # noqa: S608, S611  # our own names
