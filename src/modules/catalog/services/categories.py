"""Admins keep the tree of categories."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from src.modules.catalog.contracts import CategoryDraft
from src.modules.catalog.errors import CategoryInUse, SlugTaken, UnknownCategory
from src.modules.catalog.models import Category, ProductCategory
from src.modules.catalog.services.creation import create_categories
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.errors import Stale, Unprocessable


@dataclass(frozen=True, kw_only=True)
class CategoryChange:
    """What becomes of a category; None stays as it is, but for `parent_id`, which counts if `moves`."""

    name: str | None = None
    description: str | None = None
    slug: str | None = None
    parent_id: int | None = None
    moves: bool = False


@atomic
def add_category(draft: CategoryDraft) -> int:
    """A new category: its id. Raises SlugTaken where the draft insists on an address."""
    _keep_parent(draft.parent_id)
    if draft.slug and Category.objects.filter(slug=draft.slug).exists():
        raise SlugTaken
    return create_categories([draft])[0]


@atomic
def change_category(category_id: int, change: CategoryChange, *, revision: int | None = None) -> None:
    """Rename, describe or move a category. Raises CategoryCycle, SlugTaken, Stale."""
    _locked(category_id, revision)
    if change.moves:
        _keep_parent(change.parent_id)
    columns = {"name": change.name, "description": change.description, "slug": change.slug}
    changed = {column: value for column, value in columns.items() if value is not None}
    moved = {"parent_id": change.parent_id} if change.moves else {}
    if changed or moved:
        Category.objects.filter(pk=category_id).update(**changed, **moved)


@atomic
def remove_category(category_id: int, *, revision: int | None = None) -> None:
    """Remove an empty category; products that were archived leave it. Raises CategoryInUse."""
    category = _locked(category_id, revision)
    placements = ProductCategory.objects.filter(category=category)
    if category.children.exists() or placements.filter(product__archived_at__isnull=True).exists():
        raise CategoryInUse
    placements.delete()
    category.delete()


@inside_transaction
def _locked(category_id: int, revision: int | None) -> Category:
    """The whole row is locked, its key too: nothing can be placed in it meanwhile."""
    category = Category.objects.select_for_update().filter(pk=category_id).first()
    if category is None:
        raise UnknownCategory
    if revision is not None and category.revision != revision:
        raise Stale
    return category


@inside_transaction
def keep_categories(category_ids: Collection[int], *, field: str = "category_ids") -> None:
    """See that these exist, and until the transaction ends nobody can remove one. Raises Unprocessable.

    Django's foreign keys are checked at the commit only: too late for a clear answer.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM catalog_category WHERE id = ANY(%s) FOR KEY SHARE", [list(category_ids)])
        found = cursor.fetchall()
    if len(found) < len(set(category_ids)):
        raise Unprocessable.of(field, "unknown_category", "There is no such category.")


def _keep_parent(parent_id: int | None) -> None:
    if parent_id is not None:
        keep_categories([parent_id], field="parent_id")
