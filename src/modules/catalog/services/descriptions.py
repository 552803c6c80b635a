"""What categories say of themselves."""

from collections.abc import Sequence

from src.modules.catalog.errors import UnknownCategory
from src.modules.catalog.models import Category
from src.modules.catalog.services.imports.places import Tree
from src.platform.db.transactions import atomic


@atomic
def describe_categories(descriptions: Sequence[tuple[Sequence[str], str]]) -> None:
    """Give the categories at these paths these texts; one that has its text already stays as it is.

    Raises UnknownCategory, and changes none, if a path leads nowhere.
    """
    tree = Tree.read()
    wanted: dict[int, str] = {}
    for path, text in descriptions:
        found = tree.find(tuple(path))
        if found is None:
            raise UnknownCategory(path=" > ".join(path))
        wanted[found] = text
    changed = [
        category for category in Category.objects.filter(pk__in=wanted) if category.description != wanted[category.pk]
    ]
    for category in changed:
        category.description = wanted[category.pk]
    Category.objects.bulk_update(changed, ["description"])
