"""The shelf page by page, by cursor, with its count and its facets: at most four statements with the documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from src.modules.catalog.selectors.facets import TOTAL, facets
from src.modules.catalog.selectors.scopes import CATEGORIES, RATINGS, STOCK
from src.modules.catalog.selectors.shelf import ORDERS, ShelfFilters, meant_by, orderable, products_for
from src.platform.cache.answers import depends_on
from src.platform.http.keyset import CursorQuery, Window, window


@dataclass(frozen=True)
class View:
    """A page of the shelf; `count` of it all and `facets`, as JSON by name, where they were asked for."""

    page: Window
    count: int | None
    facets: dict[str, str]

    @property
    def members(self) -> dict[str, Any]:
        """What an answer has beside its page."""
        return {"facets": {name: orjson.Fragment(json) for name, json in self.facets.items()}} if self.facets else {}


def browse(filters: ShelfFilters, query: CursorQuery, wanted: Sequence[str] = ()) -> View:
    """What a visitor sees. In the order of relevance the count is that of the candidates."""
    # Facets also count what the filters leave out: by stock, by rating, by category.
    depends_on(*filters.scopes(), *((STOCK, RATINGS, CATEGORIES) if wanted else ()))
    meant = meant_by(filters)
    products = products_for(filters, meant)
    page = window(
        orderable(products, filters.ordering), ORDERS[filters.ordering], query, name=f"products {filters.ordering}"
    )
    counted = facets(filters, meant, [*wanted, *([TOTAL] if query.count else [])]) if wanted or query.count else {}
    total = counted.pop(TOTAL, None)
    return View(page, None if total is None else int(total), counted)
