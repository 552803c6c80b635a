"""Questions about stock."""

from collections.abc import Iterable

from django.db.models import F, QuerySet, Sum

from src.modules.inventory.contracts import Level
from src.modules.inventory.models import StockGroup, StockItem, StockMovement


def levels(item_ids: Iterable[int]) -> dict[int, Level]:
    """How each item stands now, by id; unknown ids are left out."""
    rows = StockItem.objects.filter(pk__in=set(item_ids)).values_list("pk", "on_hand", "reserved", "sold")
    return {pk: Level(on_hand, reserved, sold) for pk, on_hand, reserved, sold in rows}


def movements(item_ids: Iterable[int]) -> QuerySet[StockMovement]:
    """The ledger of these items, newest first."""
    return StockMovement.objects.filter(item_id__in=set(item_ids)).order_by("-pk")


def miscounted_items() -> QuerySet[StockItem]:
    """Items whose counts are not the sum of their movements: none, by the database's promise."""
    added = {name: Sum(f"movements__{name}_delta", default=0) for name in ("on_hand", "reserved", "sold")}
    return (
        StockItem.objects.annotate(**{f"ledger_{name}": total for name, total in added.items()})
        .exclude(on_hand=F("ledger_on_hand"), reserved=F("ledger_reserved"), sold=F("ledger_sold"))
        .order_by("pk")
    )


def miscounted_groups() -> QuerySet[StockGroup]:
    """Groups whose totals are not the sums of their items: none, by the database's promise."""
    return (
        StockGroup.objects.annotate(
            items_available=Sum(F("items__on_hand") - F("items__reserved"), default=0),
            items_sold=Sum("items__sold", default=0),
        )
        .exclude(available=F("items_available"), sold=F("items_sold"))
        .order_by("pk")
    )
