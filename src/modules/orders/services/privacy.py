"""Forgetting a customer: the books stay, and say no more whose they were."""

from collections.abc import Iterable
from uuid import UUID

from src.modules.identity import public as identity
from src.modules.orders.contracts import Status
from src.modules.orders.models import Order
from src.platform.db.transactions import inside_transaction

# What a tax office asks for years later: where the goods went.
KEPT = ("country", "region")
# Somebody paid for a parcel that has yet to find its way.
AWAITED = (Status.OPENING, Status.PENDING)


@inside_transaction
def forget(user_id: UUID) -> None:
    """Empty the addresses and notes of the person's orders; those not yet shipped when they are (`let_go`)."""
    ended = Order.objects.filter(customer_id=user_id).exclude(status__in=AWAITED)
    _empty(ended.select_for_update(no_key=True).order_by("pk"))


@inside_transaction
def let_go(order_id: UUID, *, customer_id: UUID) -> None:
    """The order was shipped, or will not be: if its customer was forgotten, it needs to know no address any more."""
    if identity.erased([customer_id]):
        moved = Order.objects.filter(pk=order_id).exclude(status__in=AWAITED)
        _empty(moved.select_for_update(no_key=True))


def _empty(orders: Iterable[Order]) -> None:
    emptied = list(orders)
    for order in emptied:
        order.note = ""
        order.shipping_address = {part: value if part in KEPT else "" for part, value in order.shipping_address.items()}
    Order.objects.bulk_update(emptied, ["note", "shipping_address"])
