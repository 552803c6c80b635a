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


def held() -> dict[tuple[str, int], int]:
    """Units that are set aside, by what for and item."""
    sums = StockMovement.objects.values("reference", "item_id").annotate(units=Sum("reserved_delta")).exclude(units=0)
    return {(row["reference"], row["item_id"]): row["units"] for row in sums}


def discrepancies() -> list[str]:
    """Where the counts are not what the ledger says: nowhere, by the database's promise."""
    items = [f"inventory: item {item.pk} does not agree with its movements" for item in miscounted_items()]
    return items + [f"inventory: group {group.pk} does not agree with its items" for group in miscounted_groups()]
