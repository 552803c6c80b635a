"""How a checkout ends: it becomes an order, or it never was one."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.utils import timezone

from src.modules.cart import public as cart
from src.modules.inventory import public as inventory
from src.modules.orders.contracts import GUEST, PaymentStatus, Status
from src.modules.orders.events import OrderPlaced, PaymentStatusChanged
from src.modules.orders.models import Order, OrderLine
from src.modules.payments import public as payments
from src.modules.payments.contracts import Kind, Outcome
from src.platform.db.sql import fetch, sql_beside
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.events.outbox import publish
from src.platform.idempotency import records as idempotency

BECOME_PENDING = sql_beside(__file__, "become_pending_v1")


@inside_transaction
def complete(order: Order, lines: list[OrderLine], outcome: Outcome | None) -> bool:
    """The order becomes pending and is announced. False if the checkout was ended by somebody else meanwhile.

    What the gateway said is written first, so that whoever else heard it too waits there.
    """
    if outcome is not None:
        payments.record(outcome)
    if not _become_pending(order, outcome):
        return False
    if order.cart_id is not None:
        cart.close(
            order.cart_id, revision=order.cart_revision, ordered={line.variant_id: line.quantity for line in lines}
        )
    _announce(order, lines)
    if order.counts_as_sold:
        inventory.sell(str(order.pk), quantities_of(lines))
    return True


def _become_pending(order: Order, outcome: Outcome | None) -> bool:
    kind = outcome.kind if outcome else None
    changes = {
        "status": Status.PENDING,
        "payment_status": PaymentStatus.PAID if kind is Kind.CAPTURED else PaymentStatus.UNPAID,
        "counts_as_sold": kind in (Kind.CAPTURED, Kind.PROMISED),
        "moved_by": str(order.customer_id or GUEST),
        "updated_at": timezone.now(),
    }
    if not fetch(BECOME_PENDING, {**changes, "id": order.pk}):
        return False
    for name, value in changes.items():
        setattr(order, name, value)
    return True


def _announce(order: Order, lines: Iterable[OrderLine]) -> None:
    about = facts_about(order, lines)
    placed = OrderPlaced(**about, total=order.total, currency=order.currency)
    if order.payment_status != PaymentStatus.PAID:
        return publish(placed)
    return publish(placed, PaymentStatusChanged(**about, previous_payment_status=PaymentStatus.UNPAID))


class Facts(TypedDict):
    """What every event about an order says."""

    order_id: UUID
    number: str
    customer_id: UUID | None
    status: str
    payment_status: str
    at: datetime
    product_ids: list[int]


def facts_about(order: Order, lines: Iterable[OrderLine]) -> Facts:
    """The order as its events tell it."""
    return {
        "order_id": order.pk,
        "number": order.number,
        "customer_id": order.customer_id,
        "status": str(order.status),
        "payment_status": str(order.payment_status),
        "at": order.updated_at,
        "product_ids": sorted({line.product_id for line in lines}),
    }


def quantities_of(lines: Iterable[OrderLine]) -> dict[int, int]:
    """Units by stock item."""
    units: Counter[int] = Counter()
    for line in lines:
        units[line.stock_item_id] += line.quantity
    return dict(units)


@atomic
def undo(order_id: UUID, outcome: Outcome | None) -> None:
    """The checkout never was: its stock is free, its cart as before, its key may be used again. Safe to run twice."""
    undo_inside(order_id, outcome)


@inside_transaction
def undo_inside(order_id: UUID, outcome: Outcome | None) -> None:
    """`undo`, in the caller's transaction."""
    if outcome is not None:
        payments.record(outcome)
    undone = Order.objects.filter(pk=order_id, status=Status.OPENING).update(status=Status.UNDONE, cart=None)
    if not undone:
        return
    idempotency.free(order_id)
    lines = OrderLine.objects.filter(order_id=order_id)
    inventory.release(str(order_id), quantities_of(lines), sold=False)
