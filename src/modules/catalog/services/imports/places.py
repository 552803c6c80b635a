"""Where goods belong: the paths of a file as categories of the shop."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from src.modules.catalog.contracts import CategoryDraft
from src.modules.catalog.importing import UNCATEGORISED, Goods
from src.modules.catalog.models import Category
from src.modules.catalog.services.creation import create_categories
from src.modules.catalog.services.imports.importer import Importer, refusal
from src.platform.db.transactions import inside_transaction

Path = tuple[str, ...]
# Two imports that miss the same category make it once: the second waits for the first.
GROWING = "catalog.categories"


@dataclass(slots=True)
class Tree:
    """The shop's categories as a file may name them: by path, by slug, or by a name that only one has."""

    children: dict[tuple[int | None, str], int] = field(default_factory=dict)
    slugs: dict[str, int] = field(default_factory=dict)
    names: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Tree":
        """As it stands."""
        tree = cls()
        for pk, parent, name, slug in Category.objects.order_by("pk").values_list("pk", "parent_id", "name", "slug"):
            tree.children.setdefault((parent, name.casefold()), pk)
            tree.slugs[slug] = pk
            tree.names.setdefault(name.casefold(), []).append(pk)
        return tree

    def find(self, path: Path) -> int | None:
        """The category meant, or None. A path of one is a root's name, a slug, or the only one of that name."""
        found = self._walk(path)
        if found is not None or len(path) > 1:
            return found
        named = self.names.get(path[0].casefold(), [])
        return self.slugs.get(path[0]) or (named[0] if len(named) == 1 else None)

    def _walk(self, path: Path) -> int | None:
        found: int | None = None
        for name in path:
            found = self.children.get((found, name.casefold()))
            if found is None:
                return None
        return found

    def missing(self, paths: Iterable[Path]) -> list[Path]:
        """Of paths that name nothing: the steps that are not there, those without a parent first."""
        steps = {step: None for path in paths if self.find(path) is None for step in _steps(path)}
        absent: dict[Path, Path] = {}
        for step in steps:
            if self._walk(step) is None:
                absent.setdefault(tuple(name.casefold() for name in step), step)
        return sorted(absent.values(), key=len)

    def grow(self, paths: Sequence[Path]) -> None:
        """Make what is missing, one level of the tree a time."""
        for depth in sorted({len(path) for path in paths}):
            level = [path for path in paths if len(path) == depth]
            drafts = [CategoryDraft(name=path[-1], parent_id=self._walk(path[:-1])) for path in level]
            for draft, pk in zip(drafts, create_categories(drafts), strict=True):
                self.children[draft.parent_id, draft.name.casefold()] = pk


@dataclass(frozen=True, slots=True)
class Places:
    """The categories of a batch; `made` are the new ones."""

    tree: Tree
    made: int

    def of(self, goods: Goods) -> list[int]:
        """Ids, in the file's order, the main one first. Raises NotTaken for a place that this shop does not have."""
        return list(dict.fromkeys(self._id(goods, path) for path in goods.categories))

    def _id(self, goods: Goods, path: Path) -> int:
        found = self.tree.find(path)
        if found is None:
            raise refusal(goods, "categories", "unknown_category", "The shop has no such category.", " > ".join(path))
        return found


@inside_transaction
def places_for(batch: Sequence[Goods], importer: Importer) -> Places:
    """The categories that a batch names. A house's import makes those that are missing."""
    wanted = {path for goods in batch for path in goods.categories if importer.is_house or path == UNCATEGORISED}
    tree = Tree.read()
    if not tree.missing(wanted):
        return Places(tree, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [GROWING])
    tree = Tree.read()
    missing = tree.missing(wanted)
    tree.grow(missing)
    return Places(tree, len(missing))


def _steps(path: Path) -> Iterable[Path]:
    return (path[:depth] for depth in range(1, len(path) + 1))
