"""The questions that `plans` asks: as the API asks them, page and documents, each with its bar in milliseconds."""

from collections.abc import Callable
from typing import Any

from src.modules.catalog.selectors import documents, words
from src.modules.catalog.selectors.browsing import browse, shelf_page
from src.modules.catalog.selectors.facets import NAMES, facets
from src.modules.catalog.selectors.shelf import RELEVANCE, ShelfFilters, meant_by
from src.platform.http.keyset import CursorQuery

PAGE, SEARCH, SUGGESTION, TYPO, DEEP, FACETS = 5, 10, 2, 10, 2, 50
DEPTH = 50_000
HOME = "invented-home"
Question = tuple[str, float | None, Callable[[], object]]


def numbered(**filters: Any) -> Callable[[], object]:
    """A page of version 1, as it was asked for the first time: ids, count, documents."""

    def ask() -> object:
        _, ids = shelf_page(ShelfFilters(**filters), offset=0, limit=10)
        return documents.product_documents(ids)

    return ask


def by_cursor(depth: int = 0, **filters: Any) -> Callable[[], object]:
    """A page of version 2, the ids alone, behind so many rows."""
    wanted = ShelfFilters(**filters)

    def ask() -> object:
        return browse(wanted, CursorQuery(count=None, limit=20, cursor=cursors[wanted] if depth else None))

    def walk() -> None:
        cursor, seen = None, 0
        while seen < depth:
            page = browse(wanted, CursorQuery(count=None, limit=100, cursor=cursor)).page
            cursor, seen = page.next_cursor, seen + len(page.ids)
        cursors[wanted] = str(cursor)

    return Walked(ask, walk) if depth else ask


class Walked:
    """A question that has to be walked to: the way is not measured."""

    def __init__(self, ask: Callable[[], object], walk: Callable[[], None]) -> None:
        self.ask, self.walk = ask, walk

    def __call__(self) -> object:
        return self.ask()


cursors: dict[ShelfFilters, str] = {}


def faceted(*names: str, **filters: Any) -> Callable[[], object]:
    """The facets alone."""
    wanted = ShelfFilters(**filters)
    return lambda: facets(wanted, meant_by(wanted), names or NAMES)


def search(text: str, **filters: Any) -> Callable[[], object]:
    """A page of version 1 in the order of relevance."""
    return numbered(search=text, ordering=RELEVANCE, **filters)


def detail() -> object:
    """One product."""
    _, ids = shelf_page(ShelfFilters(), offset=1000, limit=1)
    return documents.product_document(str(ids[0]))


QUESTIONS: list[Question] = [
    ("all products", PAGE, numbered()),
    ("a leaf category", PAGE, numbered(categories=("invented-home-kitchen-mug",))),
    ("half the catalogue", PAGE, numbered(categories=(HOME,))),
    ("half the catalogue by price", PAGE, numbered(categories=(HOME,), currency="EUR", ordering="price")),
    ("a price range", PAGE, numbered(currency="EUR", min_price=2000, max_price=2500)),
    ("in stock", PAGE, numbered(in_stock=True)),
    ("in stock, a price range, by price", PAGE, numbered(
        in_stock=True, currency="EUR", min_price=1000, max_price=5000, ordering="price")),
    ("half, in stock, rated", PAGE, numbered(categories=(HOME,), in_stock=True, min_rating=4)),
    ("best rated", PAGE, numbered(ordering="-rating")),
    ("best sold", PAGE, numbered(ordering="-sold")),
    ("search: a rare word", SEARCH, search("crème turntable grünwald")),
    ("search: three words", SEARCH, search("blue oak mug")),
    ("search: a common word", SEARCH, search("mug")),
    ("search: a very common word", SEARCH, search("blue")),
    ("search: a word of every description", SEARCH, search("used")),
    ("search: half the catalogue, prices", SEARCH, search(
        "blue", categories=(HOME,), currency="EUR", min_price=1000, max_price=5000)),
    ("search by price instead", SEARCH, numbered(search="blue", currency="EUR", ordering="price")),
    ("search: no match", SEARCH, search("xylophone")),
    ("typing error", TYPO, lambda: words.corrected("cermic hedphones")),
    ("suggested words", SUGGESTION, lambda: words.completions("ce")),
    ("suggested products", SUGGESTION, lambda: words.products_named("blue m")),
    ("suggested products, one letter", SUGGESTION, lambda: words.products_named("b")),
    ("cursor at 50,000, newest", DEEP, by_cursor(DEPTH)),
    ("cursor at 50,000, by price", DEEP, by_cursor(DEPTH, currency="EUR", ordering="price")),
    ("cursor at 50,000, by name", DEEP, by_cursor(DEPTH, ordering="name")),
    ("cursor at 50,000, best sold", DEEP, by_cursor(DEPTH, ordering="-sold")),
    ("cursor at 20,000 in half", DEEP, by_cursor(20_000, categories=(HOME,))),
    *((f"facet {name} of half", FACETS, faceted(name, categories=(HOME,))) for name in NAMES),
    ("all facets of half", FACETS, faceted(categories=(HOME,))),
    ("all facets of half in stock", FACETS, faceted(categories=(HOME,), in_stock=True)),
    ("all facets of a search", FACETS, faceted(search="blue")),
    ("all facets of everything", None, faceted()),
    ("a detail", None, detail),
]  # fmt: skip
