"""Use cases of the inventory: all are lines of the ledger, all lines of a call in one INSERT.

Call at most one of them in a transaction: the trigger locks items in id order within one INSERT, and only then
can two transactions never wait for each other in a circle.
"""

from collections.abc import Iterable, Mapping

from src.modules.inventory import selectors
from src.modules.inventory.contracts import Kind, Level
from src.modules.inventory.errors import StockChanged
from src.modules.inventory.models import StockGroup, StockItem, StockMovement
from src.platform.db.bulk import Row, insert_rows
from src.platform.db.transactions import atomic, inside_transaction

Quantities = Mapping[int, int]


@inside_transaction
def open_groups(count: int) -> list[int]:
    """Places for `count` groups of items: their ids."""
    return insert_rows(StockGroup, [{"available": 0, "sold": 0}] * count)


@inside_transaction
def open_items(group_ids: Iterable[int]) -> list[int]:
    """A new, empty stock item in each of the groups (named as often as it is to get items): their ids."""
    return insert_rows(StockItem, [{"group_id": pk} for pk in group_ids])


@inside_transaction
def receive(quantities: Quantities, *, reference: str = "", actor: str = "", reason: str = "") -> None:
    """Goods came in."""
    record(movements(Kind.RECEIVED, quantities, reference=reference, actor=actor, reason=reason))


@inside_transaction
def reserve(reference: str, quantities: Quantities) -> None:
    """Set stock aside for `reference`: all of it or, raising OutOfStock, none."""
    record(movements(Kind.RESERVED, quantities, reference=reference))


@inside_transaction
def sell(reference: str, quantities: Quantities) -> None:
    """What was set aside for `reference` is sold."""
    record(movements(Kind.SOLD, quantities, reference=reference))


@inside_transaction
def release(reference: str, quantities: Quantities, *, sold: bool, actor: str = "") -> None:
    """Put back on the shelf what was set aside, and if it counted as `sold`, count it no longer."""
    undone = movements(Kind.UNSOLD, quantities, reference=reference, actor=actor) if sold else []
    record([*movements(Kind.RELEASED, quantities, reference=reference, actor=actor), *undone])


@inside_transaction
def ship(reference: str, quantities: Quantities, *, actor: str = "") -> None:
    """What was set aside leaves the house."""
    record(movements(Kind.SHIPPED, quantities, reference=reference, actor=actor))


@inside_transaction
def take_back(reference: str, quantities: Quantities, *, sold: bool, actor: str = "") -> None:
    """What was shipped came back, can be sold again, and if it counted as `sold`, counts no longer."""
    undone = movements(Kind.UNSOLD, quantities, reference=reference, actor=actor) if sold else []
    record([*movements(Kind.RETURNED, quantities, reference=reference, actor=actor), *undone])


@inside_transaction
def adjust(deltas: Quantities, *, actor: str = "", reason: str = "", reference: str = "") -> None:
    """Somebody counted: so many units more or less on hand. Raises OutOfStock where less is left than set aside."""
    record(movements(Kind.ADJUSTED, deltas, reference=reference, actor=actor, reason=reason))


@atomic
def correct(item_id: int, *, delta: int, actor: str, reason: str) -> None:
    """Somebody of the staff counted one item: so many units more or less. Raises OutOfStock."""
    adjust({item_id: delta}, actor=actor, reason=reason)


@inside_transaction
def set_available(
    targets: Quantities, *, seen: Quantities | None = None, actor: str = "", reason: str = "", reference: str = ""
) -> None:
    """Adjust each item so that so many units are available.

    Raises StockChanged where the count is not as the caller saw it.
    """
    standing = {pk: level.available for pk, level in _locked_levels(targets).items()}
    for item, available in (seen or {}).items():
        if standing[item] != available:
            raise StockChanged(available=standing[item])
    deltas = {item: target - standing[item] for item, target in targets.items() if target != standing[item]}
    adjust(deltas, actor=actor, reason=reason, reference=reference)


def movements(
    kind: Kind, quantities: Quantities, *, reference: str = "", actor: str = "", reason: str = ""
) -> list[Row]:
    """Lines of the ledger, not yet written; a quantity of nothing is no line."""
    return [
        {"item_id": item, "kind": kind, "quantity": units, "reference": reference, "actor": actor, "reason": reason}
        for item, units in quantities.items()
        if units
    ]


def record(lines: list[Row]) -> None:
    """Write lines into the ledger, in one INSERT; its trigger moves the counts or refuses."""
    insert_rows(StockMovement, lines)


def _locked_levels(item_ids: Iterable[int]) -> dict[int, Level]:
    locked = StockItem.objects.filter(pk__in=set(item_ids)).order_by("pk").select_for_update(no_key=True)
    return selectors.levels([item.pk for item in locked])
