"""What the database itself promises about the catalogue, whoever writes: the API, the admin, an import, psql."""

from collections.abc import Sequence

import pgtrigger

from src.modules.catalog.errors import CategoryCycle, CategoryInUse, OptionsTaken, SkuTaken, SlugTaken
from src.platform.db.refusals import refuses
from src.platform.db.sql import sql_beside

OPERATIONS = {"insert": pgtrigger.Insert, "update": pgtrigger.Update, "delete": pgtrigger.Delete}

# A category below itself would make every walk through the tree endless.
tree_has_no_cycle = pgtrigger.Trigger(
    name="tree_has_no_cycle",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
    condition=pgtrigger.Q(new__parent__isnull=False),
    func=sql_beside(__file__, "tree_has_no_cycle_v1"),
)


def revised(*fields: str) -> pgtrigger.Trigger:
    """A change of what clients see of a row is a new revision: `If-Match` and `updated_at` follow from it."""
    return pgtrigger.Trigger(
        name="changes_are_revisions",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*fields),
        func="NEW.revision := OLD.revision + 1; NEW.updated_at := now(); RETURN NEW;",
    )


def parts_revise_the_product(name: str) -> list[pgtrigger.Trigger]:
    """A change of a product's parts (its images) is a new revision of the product."""
    return _after_each_statement(name, sql_beside(__file__, "parts_revise_the_product_v2"))


def places_sum_up() -> list[pgtrigger.Trigger]:
    """A product knows the categories that it stands in: lists filter by one table."""
    return _after_each_statement("places_sum_up", sql_beside(__file__, "places_sum_up_v2"))


def variants_sum_up() -> list[pgtrigger.Trigger]:
    """A product knows its lowest price, its choices and the SKUs that find it: lists ask one table."""
    return _after_each_statement("variants_sum_up", sql_beside(__file__, "variants_sum_up_v3"))


def words_are_learnt() -> list[pgtrigger.Trigger]:
    """A word is known for corrections and suggestions as soon as a product has it in its name."""
    return _after_each_statement("words_are_learnt", sql_beside(__file__, "words_are_learnt_v2"), ["insert", "update"])


def _after_each_statement(
    name: str, body: str, operations: Sequence[str] = ("insert", "update", "delete")
) -> list[pgtrigger.Trigger]:
    """PostgreSQL gives transition tables to triggers of one operation only: so several of them."""
    return [
        _after_statement(f"{name}_{word}", word, body, **{"old" if word == "delete" else "new": "changed"})
        for word in operations
    ]


def _after_statement(name: str, word: str, body: str, **tables: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=OPERATIONS[word],
        referencing=pgtrigger.Referencing(**tables),
        func=body,
    )


refuses("catalog_tree_has_no_cycle", CategoryCycle)
refuses("catalog_product_sku_unique", SkuTaken)
refuses("catalog_variant_sku_unique", SkuTaken)
refuses("catalog_product_slug_unique", SlugTaken)
refuses("catalog_category_slug_unique", SlugTaken)
refuses("catalog_variant_options_unique", OptionsTaken)
refuses("catalog_category_in_use", CategoryInUse)
