"""What categories are called in a file, so that an import finds them again."""

from collections.abc import Iterable, Mapping

from src.modules.catalog.models import Category
from src.modules.catalog.services.imports.places import Tree

Labels = Mapping[int, str]


def labels() -> Labels:
    """By id: the path from the root; where that is not clear (a `>` in a name, twins), the slug."""
    rows = {
        pk: (parent, name, slug)
        for pk, parent, name, slug in Category.objects.values_list("pk", "parent_id", "name", "slug")
    }
    tree = Tree.read()
    found = {}
    for pk, (_, _, slug) in rows.items():
        path = _path(pk, rows)
        clear = tree.find(path) == pk and not any(">" in name for name in path)
        found[pk] = " > ".join(path) if clear else slug
    return found


def _path(pk: int | None, rows: Mapping[int, tuple[int | None, str, str]]) -> tuple[str, ...]:
    path: list[str] = []
    while pk is not None:
        pk, name, _ = rows[pk]
        path.append(name)
    return tuple(reversed(path))


def joined(values: Iterable[str]) -> str:
    """Several values in one cell, with bars between; a bar of a value's own is escaped."""
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)
