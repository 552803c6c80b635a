"""Pages of version 2: keyset cursors. A page begins after a row, not after a number of rows.

So the cost does not grow with depth, and a row that is inserted or deleted between two pages neither repeats
nor hides another. Cursors are signed: what a client sends back is what it was given.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

import orjson
from django.conf import settings
from django.core import signing
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from src.platform.errors import Unprocessable
from src.platform.http.paging import Listing, Paging

T = TypeVar("T")
DEFAULT_SIZE, LARGEST_SIZE = 20, settings.NINJA_PAGINATION_MAX_LIMIT
# Without a time stamp: the same page has the same cursors, and so the same tag.
SIGNER = signing.Signer(salt="keyset-cursor")

# How the values of a row become JSON and come back exactly as they were.
WRITTEN: dict[type, Callable[[Any], Any]] = {datetime: datetime.isoformat, Decimal: str, UUID: str}
READ: dict[str, Callable[[Any], Any]] = {"datetime": datetime.fromisoformat, "Decimal": Decimal, "UUID": UUID}


class InvalidCursor(Unprocessable):
    code, message = "invalid_cursor", "This cursor was not given out for this list."


class CursorQuery(Schema):
    """Which page."""

    limit: Annotated[int, Field(ge=1, le=LARGEST_SIZE)] = DEFAULT_SIZE
    cursor: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    count: Literal["exact"] | None = Field(None, description="`exact` adds `total_count`.")


class CursorPage(Schema, Generic[T]):
    """A page between two cursors (v2)."""

    items: list[T]
    next_cursor: str | None
    previous_cursor: str | None
    total_count: int | None = Field(None, exclude_if=lambda count: count is None)


@dataclass(frozen=True)
class Window:
    """The ids of a page's rows, and where the pages beside it begin."""

    ids: list[Any]
    next_cursor: str | None
    previous_cursor: str | None
    # Of its first row, what was asked for beside the order.
    beside: tuple[Any, ...] = ()


class KeysetPages(Paging):
    """`?limit=20&cursor=…` → `{items, next_cursor, previous_cursor}`."""

    query = CursorQuery

    def shape(self, item: Any) -> Any:
        return CursorPage[item]

    def page(self, request: HttpRequest, listing: Listing, query: CursorQuery, *, name: str) -> dict[str, Any]:
        """Raises InvalidCursor. Two statements, whatever the depth: one finds the page, one reads it."""
        order = [str(column) for column in listing.rows.query.order_by]
        page = window(listing.rows, order, query, name=f"{name} {' '.join(order)}")
        rows = {row.pk: row for row in listing.rows.filter(pk__in=page.ids)} if page.ids else {}
        return {
            "items": [listing.shown(rows[pk]) for pk in page.ids if pk in rows],
            "next_cursor": page.next_cursor,
            "previous_cursor": page.previous_cursor,
            "total_count": listing.rows.count() if query.count else None,
        }


def window(
    rows: "QuerySet[Any]", order: Sequence[str], query: CursorQuery, *, name: str, beside: Sequence[str] = ()
) -> Window:
    """One page of `rows` in a total `order`, all of whose columns go the same way. One statement.

    `beside` names annotations that are the same in every row, such as a count, read along with them.
    `name` says which list and order it is: a cursor of another one is refused. Raises InvalidCursor.
    """
    place = _place(query.cursor, name, len(order)) if query.cursor else None
    backwards = place is not None and place.backwards
    columns = [column.removeprefix("-") for column in order]
    downwards = order[0].startswith("-") is not backwards
    found = rows.order_by(*(f"-{column}" if downwards else column for column in columns))
    if place is not None:
        found = found.filter(_Beyond(columns, place.values, downwards=downwards))
    read = list(found.values_list(*columns, "pk", *beside)[: query.limit + 1])
    more, page = len(read) > query.limit, [row[: len(columns) + 1] for row in read[: query.limit]]
    shown = _window(page[::-1] if backwards else page, place, name, more=more)
    return replace(shown, beside=read[0][len(columns) + 1 :]) if read else shown


@dataclass(frozen=True)
class _Place:
    """The row beside which a page begins."""

    values: tuple[Any, ...]
    backwards: bool


def _window(page: list[tuple[Any, ...]], place: _Place | None, name: str, *, more: bool) -> Window:
    """A page that was reached by a cursor has rows on the side from which it was reached."""
    backwards = place is not None and place.backwards
    first = page[0][:-1] if page else place and place.values
    last = page[-1][:-1] if page else place and place.values
    after, before = more or backwards, (more if backwards else place is not None)
    return Window(
        [row[-1] for row in page],
        _cursor(last, name, backwards=False) if after and last else None,
        _cursor(first, name, backwards=True) if before and first else None,
    )


def page_of_window(page: Window, documents: Iterable[str], count: int | None, **members: Any) -> bytes:
    """A page of items that are JSON already, as JSON; `total_count` and further members where there are any."""
    envelope: dict[str, Any] = {
        "items": [orjson.Fragment(one) for one in documents],
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
    }
    return orjson.dumps(envelope | ({} if count is None else {"total_count": count}) | members)


class _Beyond(Func):
    """`(a, b) > (1, 2)`: rows after a row, by one condition that an index answers at any depth."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, columns: Sequence[str], values: Sequence[Any], *, downwards: bool) -> None:
        super().__init__(*(F(column) for column in columns), *(Value(value) for value in values))
        self.width, self.sign = len(columns), "<" if downwards else ">"

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]
        compiled = [compiler.compile(expression) for expression in self.source_expressions]
        sides = [", ".join(sql for sql, _ in part) for part in (compiled[: self.width], compiled[self.width :])]
        parameters = tuple(parameter for _, several in compiled for parameter in several)
        return f"({sides[0]}) {self.sign} ({sides[1]})", parameters


def _cursor(values: tuple[Any, ...], name: str, *, backwards: bool) -> str:
    written = [[type(value).__name__, WRITTEN.get(type(value), _as_it_is)(value)] for value in values]
    return SIGNER.sign_object([name, backwards, written], compress=True)


def _place(cursor: str, name: str, width: int) -> _Place:
    try:
        list_name, backwards, written = SIGNER.unsign_object(cursor)
    except (signing.BadSignature, ValueError) as error:
        raise InvalidCursor from error
    if list_name != name or len(written) != width:
        raise InvalidCursor
    return _Place(tuple(READ.get(kind, _as_it_is)(value) for kind, value in written), backwards)


def _as_it_is(value: Any) -> Any:
    return value
