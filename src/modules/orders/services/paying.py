"""Paying for an order that waits for its money, and giving money back."""

from uuid import UUID

from src.modules.orders import selectors
from src.modules.orders.contracts import OrderView, PaymentChoice, Viewer
from src.modules.orders.errors import NothingToPay, PaymentInProgress, UnknownOrder
from src.modules.orders.models import Order
from src.modules.orders.services.checkout import refuse_unknown_method
from src.modules.orders.services.fulfilment import CASH
from src.modules.payments import public as payments
from src.modules.payments.contracts import Attempt, Charge, Kind
from src.modules.payments.errors import OverRefund
from src.platform import money
from src.platform.db.transactions import atomic
from src.platform.errors import Unprocessable
from src.platform.idempotency import records as idempotency
from src.platform.idempotency.records import Key
from src.platform.ids import uuid7
from src.platform.money import Money


def pay_order(viewer: Viewer, order_id: UUID, choice: PaymentChoice, key: Key | None = None) -> OrderView:
    """Charge an order that is not paid yet. Raises UnknownOrder, NothingToPay, PaymentInProgress, PaymentDeclined."""
    refuse_unknown_method(choice)
    charge = _open_charge(viewer, order_id, choice, key)
    if charge is not None:
        outcome = payments.charge(charge)
        if outcome.kind is Kind.UNKNOWN:
            _free(charge.operation)
        payments.take_notice(outcome)
        payments.refuse_unless_good(outcome)
    return selectors.order_of(viewer, order_id)


@atomic
def _open_charge(viewer: Viewer, order_id: UUID, choice: PaymentChoice, key: Key | None) -> Charge | None:
    """None: an earlier request with this key did it."""
    operation = uuid7()
    if idempotency.claim(key, operation, is_done=payments.is_decided) is not None:
        return None
    order = (
        Order.objects.placed()
        .filter(selectors.bought_by(viewer))
        .select_for_update(no_key=True)
        .filter(pk=order_id)
        .first()
    )
    if order is None:
        raise UnknownOrder
    if not Order.objects.unpaid().filter(pk=order_id).exists() or order.payment_method == CASH:
        raise NothingToPay
    if payments.undecided(str(order_id)):
        raise PaymentInProgress
    charge = Charge(
        operation=operation, reference=str(order_id), amount=order.total, currency=order.currency,
        method=choice.method, token=choice.token,
    )  # fmt: skip
    payments.open_charge(charge)
    return charge


@atomic
def _free(operation: UUID) -> None:
    idempotency.free(operation)


def attempts_of(viewer: Viewer, order_id: UUID) -> list[Attempt]:
    """All charges and refunds of an order that the viewer bought, or administers."""
    orders = selectors.visible_to(viewer, seen_as=None if viewer.is_admin else "buyer")
    if not orders.filter(pk=order_id).exists():
        raise UnknownOrder
    return payments.attempts(str(order_id))


def refund_order(viewer: Viewer, order_id: UUID, amount: str | int | float | None, key: Key | None = None) -> OrderView:
    """Give money back: `amount`, or all that was paid and not given back. Raises UnknownOrder, OverRefund."""
    payments.give_back(_open_refund(order_id, amount, key))
    return selectors.order_of(viewer, order_id)


@atomic
def _open_refund(order_id: UUID, amount: str | int | float | None, key: Key | None) -> list[Charge]:
    """Nothing, if an earlier request with this key did it."""
    if idempotency.claim(key, uuid7(), is_done=lambda opened: True) is not None:
        return []
    order = Order.objects.placed().select_for_update(no_key=True).filter(pk=order_id).first()
    if order is None:
        raise UnknownOrder
    refundable = payments.balances([str(order_id)])[str(order_id)].refundable
    wanted = refundable if amount is None else _read(amount, order.currency)
    if wanted > refundable or refundable == 0:
        raise OverRefund(refundable=Money(refundable, order.currency), currency=order.currency)
    return payments.open_refund(reference=str(order_id), amount=wanted, currency=order.currency)


def _read(amount: str | int | float, currency: str) -> int:
    try:
        wanted = money.parse(amount, currency)
    except money.InvalidAmount as wrong:
        raise Unprocessable.of("amount", wrong.code, str(wrong)) from wrong
    if wanted == 0:
        raise Unprocessable.of("amount", "greater_than", "A refund is of something.")
    return wanted
