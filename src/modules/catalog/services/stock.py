"""Merchants count their goods: every correction is a movement."""

from typing import Any

from src.modules.catalog.errors import UnknownVariant
from src.modules.catalog.models import Variant
from src.modules.catalog.services.ownership import Merchant, items_of, locked_product, only_variant
from src.modules.inventory import public as inventory
from src.platform.db.transactions import atomic
from src.platform.errors import Unprocessable

# Far below what PostgreSQL's integers hold, so that no sum of corrections ever reaches their end.
MOST_UNITS = 1_000_000_000


@atomic
def correct_stock(
    merchant: Merchant,
    product_id: int,
    *,
    variant_id: int | None,
    delta: int | None,
    set_to: int | None,
    reason: str,
) -> Any:
    """So many units more or less (`delta`), or so many available now (`set_to`): the variant's newest movement."""
    locked_product(merchant, product_id)
    item = _variant(product_id, variant_id).stock_item_id
    if set_to is not None:
        inventory.set_available({item: set_to}, actor=str(merchant.id), reason=reason)
    elif delta is not None:
        _check_room(item, delta)
        inventory.adjust({item: delta}, actor=str(merchant.id), reason=reason)
    return inventory.movements([item])[0]


def movements_of(merchant: Merchant, product_id: int) -> Any:
    """The ledger of all variants that the product has or had, newest first, without what moves no stock."""
    return inventory.movements(items_of(merchant, product_id)).exclude(on_hand_delta=0, reserved_delta=0)


def _variant(product_id: int, variant_id: int | None) -> Variant:
    if variant_id is None:
        return only_variant(product_id)
    variant = Variant.objects.filter(product_id=product_id, pk=variant_id, archived_at__isnull=True).first()
    if variant is None:
        raise UnknownVariant
    return variant


def _check_room(item: int, delta: int) -> None:
    if inventory.levels([item])[item].on_hand + delta > MOST_UNITS:
        raise Unprocessable.of("delta", "too_large", f"There cannot be more than {MOST_UNITS} units.")
