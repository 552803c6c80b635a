"""Lists come in pages. How is the version's choice: numbered pages in v1, keyset cursors in v2."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Generic, TypeVar
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from src.platform.errors import NotFound

T = TypeVar("T")

DEFAULT_SIZE, LARGEST_SIZE = 10, settings.NINJA_PAGINATION_MAX_LIMIT


class PageNotFound(NotFound):
    code, message = "page_not_found", "There is no page {page}."


class PageQuery(Schema):
    """Which page. A number that PostgreSQL cannot count to is a 422 too."""

    page: Annotated[int, Field(ge=1, le=10_000_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=LARGEST_SIZE)] = DEFAULT_SIZE

    @property
    def offset(self) -> int:
        """How many rows come before the page."""
        return (self.page - 1) * self.page_size


class Page(Schema, Generic[T]):
    """A numbered page (v1)."""

    count: int
    next: str | None
    previous: str | None
    results: list[T]


def _as_it_is(row: Any) -> Any:
    return row


@dataclass(frozen=True)
class Listing:
    """Rows in a total order, and what is shown of each."""

    rows: "QuerySet[Any]"
    shown: Callable[[Any], Any] = _as_it_is


class Paging(ABC):
    """A version's way of paging."""

    # Which page: the parameters of a call.
    query: ClassVar[type[Schema]]

    @abstractmethod
    def shape(self, item: Any) -> Any:
        """The schema of a page of such items."""

    @abstractmethod
    def page(self, request: HttpRequest, listing: Listing, query: Any, *, name: str) -> dict[str, Any]:
        """The page that was asked for of the list of this name."""


class NumberedPages(Paging):
    """`?page=1&page_size=10` → `{count, next, previous, results}`."""

    query = PageQuery

    def shape(self, item: Any) -> Any:
        return Page[item]

    def page(self, request: HttpRequest, listing: Listing, query: PageQuery, *, name: str) -> dict[str, Any]:
        """Raises PageNotFound past the end. Two statements: one counts, one reads."""
        found = page_of(request, listing.rows, query)
        return found | {"results": [listing.shown(row) for row in found["results"]]}


def page_of(request: HttpRequest, rows: "QuerySet[Any]", query: PageQuery) -> dict[str, Any]:
    """The asked-for page of `rows`, which must be in a total order. Raises PageNotFound past the end.

    Two statements, whatever the page: one counts, one reads.
    """
    count = rows.count()
    return page_envelope(request, query, count, list(rows[query.offset : query.offset + query.page_size]))


def page_of_documents(request: HttpRequest, query: PageQuery, count: int, documents: Iterable[str]) -> bytes:
    """A page of results that are JSON already, as JSON. Raises PageNotFound past the end."""
    return orjson.dumps(page_envelope(request, query, count, [orjson.Fragment(one) for one in documents]))


def page_envelope(request: HttpRequest, query: PageQuery, count: int, results: list[Any]) -> dict[str, Any]:
    """`results` with the addresses of the pages beside them. Raises PageNotFound past the end."""
    if query.page > 1 and query.offset >= count:
        raise PageNotFound(page=query.page)
    last = query.page * query.page_size >= count
    return {
        "count": count,
        "next": None if last else _address(request, query.page + 1),
        "previous": _address(request, query.page - 1) if query.page > 1 else None,
        "results": results,
    }


def _address(request: HttpRequest, page: int) -> str:
    parameters = [(name, value) for name, values in request.GET.lists() for value in values if name != "page"]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*parameters, ('page', page)])}")
