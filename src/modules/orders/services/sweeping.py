"""What a crash or an absent buyer left behind is completed or undone. Safe to run twice, or twice at once."""

import dataclasses
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Now

from src.modules.orders.contracts import Status
from src.modules.orders.models import Order
from src.modules.orders.services import completion
from src.modules.orders.services.checkout import charge_of
from src.modules.orders.services.fulfilment import CASH, cancel_unpaid
from src.modules.payments import public as payments
from src.modules.payments.contracts import Kind, Outcome
from src.platform.db.transactions import atomic
from src.platform.tasks.sweeps import for_each

# No checkout takes so long: gateways are given 20 seconds.
LONGEST_CHECKOUT = timedelta(seconds=30)


def resume_checkouts(*, older_than: timedelta = LONGEST_CHECKOUT) -> int:
    """Ask the gateway about every checkout that never ended, and end it: how many there were."""
    left = list(Order.objects.filter(status=Status.OPENING, created_at__lt=Now() - older_than).order_by("created_at"))
    for_each(left, _end)
    return len(left)


def _end(order: Order) -> None:
    outcome = payments.ask(charge_of(order)) if order.payment_method else None
    if outcome is None or outcome.kind is Kind.FAILED:
        completion.undo(order.pk, _may_arrive_late(outcome))
    elif outcome.kind is not Kind.UNKNOWN:
        _complete(order.pk, outcome)


def _may_arrive_late(outcome: Outcome | None) -> Outcome | None:
    """A charge that the gateway does not know may still be on its way there: payments keep asking for it."""
    if outcome is None or outcome.code != "not_found" or outcome.gateway == CASH:
        return outcome
    return dataclasses.replace(outcome, kind=Kind.UNKNOWN)


@atomic
def _complete(order_id: UUID, outcome: Outcome) -> None:
    order = Order.objects.get(pk=order_id)
    completion.complete(order, list(order.lines.all()), outcome)


def expire_unpaid() -> int:
    """Cancel orders nobody paid for in time, and free their stock: how many there were."""
    late = (
        Order.objects.unpaid()
        .exclude(payment_method=CASH)
        .filter(created_at__lt=Now() - settings.ORDER_PAYMENT_TIMEOUT)
        .order_by("created_at")
    )
    expired = list(late.values_list("pk", flat=True))
    for_each(expired, cancel_unpaid)
    return len(expired)
