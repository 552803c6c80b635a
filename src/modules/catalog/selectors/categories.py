"""The tree of categories."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Func

from src.modules.catalog.errors import UnknownCategory
from src.modules.catalog.models import Category
from src.modules.catalog.selectors.documents import A_SLUG, AN_ID, Document
from src.modules.catalog.selectors.scopes import CATEGORIES
from src.platform.cache.answers import depends_on
from src.platform.db.sql import sql_beside
from src.platform.http.keyset import CursorQuery, Window, window

DOCUMENTS = sql_beside(__file__, "category_documents_v1")
MEANT = sql_beside(__file__, "categories_meant_v1")
IN_ORDER = "ORDER BY catalog_fold(category.name), category.id"


@dataclass(frozen=True, slots=True)
class Meant:
    """Categories by id, with all below them: those a visitor `chose`, and those whose names the words `hit`."""

    chosen: list[int]
    hit: list[int]


def categories_meant(keys: Sequence[str], words: str) -> Meant:
    """What the filter `category` (ids, slugs) and the search words mean. One statement; unknown keys mean nothing."""
    with connection.cursor() as cursor:
        cursor.execute(MEANT, {"keys": list(keys), "words": words})
        return Meant(*cursor.fetchone())


def category_documents(*, offset: int, limit: int) -> tuple[int, list[str]]:
    """How many categories there are, and so many of them, by name. One statement, two past the end."""
    rows = _read(f"{DOCUMENTS} {IN_ORDER} OFFSET %(offset)s LIMIT %(limit)s", offset=offset, limit=limit)
    return (rows[0][-1], [row[3] for row in rows]) if rows else (_count(), [])


def category_window(query: CursorQuery) -> tuple[Window, list[str], int | None]:
    """One page by cursor, its documents, and, if asked for, how many there are. Two statements, three to count."""
    depends_on(CATEGORIES)
    named = Category.objects.annotate(folded_name=Func("name", function="catalog_fold"))
    page = window(named, ("folded_name", "pk"), query, name="categories")
    rows = _read(f"{DOCUMENTS} WHERE category.id = ANY(%(ids)s) {IN_ORDER}", ids=page.ids)
    return page, [row[3] for row in rows], _count() if query.count else None


def category_document(key: str) -> Document:
    """One category by id or slug. Raises UnknownCategory."""
    if AN_ID.fullmatch(key):
        rows = _read(f"{DOCUMENTS} WHERE category.id = %(key)s", key=int(key))
    elif A_SLUG.fullmatch(key):
        rows = _read(f"{DOCUMENTS} WHERE category.slug = %(key)s", key=key)
    else:
        raise UnknownCategory
    if not rows:
        raise UnknownCategory
    pk, _, revision, json, _ = rows[0]
    return Document(pk, revision, json)


def category_trees(*, offset: int, limit: int) -> tuple[int, list[str]]:
    """How many roots there are, and so many of them by name, each with its `children` and all below. One statement."""
    rows = _read(f"{DOCUMENTS} {IN_ORDER}")
    below: dict[int | None, list[int]] = {}
    for pk, parent, *_ in rows:
        below.setdefault(parent, []).append(pk)
    trees = {pk: json for pk, _, _, json, _ in rows}
    for pk in reversed(_from_the_roots(below)):
        trees[pk] = f'{trees[pk][:-1]},"children":[{",".join(trees[child] for child in below.get(pk, ()))}]}}'
    roots = below.get(None, [])
    return len(roots), [trees[pk] for pk in roots[offset : offset + limit]]


def _from_the_roots(below: dict[int | None, list[int]]) -> list[int]:
    """Every category after its parent; without recursion, for a tree may be deeper than Python's stack."""
    ordered: list[int] = list(below.get(None, ()))
    for pk in ordered:
        ordered.extend(below.get(pk, ()))
    return ordered


def _read(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
    depends_on(CATEGORIES)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalog_category")
        return int(cursor.fetchone()[0])
