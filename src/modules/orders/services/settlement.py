"""What money does to orders: it came, it did not come, it went back."""

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from src.modules.inventory import public as inventory
from src.modules.orders.contracts import PaymentStatus, Status
from src.modules.orders.events import PaymentStatusChanged
from src.modules.orders.models import Fulfilment, Order
from src.modules.orders.services import completion
from src.modules.payments import public as payments
from src.modules.payments.contracts import Balance, Charge, Kind, Outcome
from src.platform import money
from src.platform.db.transactions import inside_transaction
from src.platform.events.outbox import publish
from src.platform.tasks.queue import enqueue

GONE = (Status.CANCELLED, Status.RETURNED)


@inside_transaction
def settle(outcome: Outcome) -> None:
    """Act upon what a gateway said about an order's money, whatever has become of the order meanwhile."""
    order = Order.objects.select_for_update(no_key=True).filter(pk=UUID(outcome.reference)).first()
    act = ACTS.get(outcome.kind)
    if order is not None and act is not None:
        act(order, outcome)


def _money_came(order: Order, outcome: Outcome) -> None:
    enough = outcome.amount >= order.total and outcome.currency == order.currency
    order.payment_method = outcome.gateway
    if order.status == Status.OPENING and enough:
        completion.complete(order, list(order.lines.all()), outcome)
        return
    if order.status in (Status.PENDING, Status.SHIPPED, Status.DELIVERED) and enough:
        follow_the_money(order, sells=True)
    if settle_balance(order) if enough else _returned(outcome):
        # A gateway is never asked inside a transaction: the worker does it, after the commit.
        enqueue("payments.give_back", reference=str(order.pk))


def _returned(outcome: Outcome) -> list[Charge]:
    """A sum that nobody asked for goes back as it came."""
    return payments.open_refund(reference=outcome.reference, amount=outcome.amount, currency=outcome.currency)


def _promised(order: Order, outcome: Outcome) -> None:
    order.payment_method = outcome.gateway
    _save(order, PaymentStatus.UNPAID, sells=True)


def _no_money_came(order: Order, outcome: Outcome) -> None:
    if order.status == Status.OPENING:
        completion.undo_inside(order.pk, None)
    elif order.status == Status.PENDING and order.payment_status == PaymentStatus.UNPAID:
        _change(order, PaymentStatus.FAILED)


def _money_went(order: Order, outcome: Outcome) -> None:
    follow_the_money(order, refunded=outcome.amount)


ACTS: dict[Kind, Callable[[Order, Outcome], None]] = {
    Kind.CAPTURED: _money_came,
    Kind.PROMISED: _promised,
    Kind.FAILED: _no_money_came,
    Kind.REFUNDED: _money_went,
}


@inside_transaction
def follow_the_money(order: Order, *, refunded: int = 0, sells: bool = False) -> None:
    """Bring the payment status to what the payment records say, and tell if it changed."""
    balance = payments.balances([str(order.pk)])[str(order.pk)]
    _change(order, _status_by(balance, order), refunded=refunded, sells=sells)


def _status_by(balance: Balance, order: Order) -> str:
    """Money that came twice and went back once leaves the order paid."""
    left = balance.captured - balance.refunded
    if left >= order.total:
        return PaymentStatus.PAID
    if balance.refunded == 0 or order.payment_status in (PaymentStatus.UNPAID, PaymentStatus.FAILED):
        return order.payment_status
    return PaymentStatus.PARTIALLY_REFUNDED if left > 0 else PaymentStatus.REFUNDED


def _change(order: Order, status: str, *, refunded: int = 0, sells: bool = False) -> None:
    previous = order.payment_status
    if status == previous and not refunded:
        return
    _save(order, status, sells=sells)
    if order.status not in (Status.OPENING, Status.UNDONE):
        about = completion.facts_about(order, order.lines.all())
        changed = PaymentStatusChanged(
            **about, previous_payment_status=previous, refunded=refunded, currency=order.currency
        )
        publish(changed)


def _save(order: Order, status: str, *, sells: bool) -> None:
    counted = order.counts_as_sold
    order.payment_status, order.updated_at = status, timezone.now()
    order.counts_as_sold = counted or sells
    order.save(update_fields=["payment_status", "payment_method", "counts_as_sold", "updated_at"])
    if order.counts_as_sold and not counted:
        lines = order.lines.filter(fulfilment__status__in=(Status.PENDING, Status.SHIPPED, Status.DELIVERED))
        inventory.sell(str(order.pk), completion.quantities_of(lines))


@inside_transaction
def settle_balance(order: Order) -> list[Charge]:
    """Open a refund of what was paid over what is still due: of cancelled and returned parts, of a second payment.

    The caller has locked the order, and has `payments.give_back` do it after the commit.
    """
    surplus = payments.balances([str(order.pk)])[str(order.pk)].refundable - due(order)
    if surplus <= 0:
        return []
    return payments.open_refund(reference=str(order.pk), amount=surplus, currency=order.currency)


def due(order: Order) -> int:
    """What the buyer has to pay for what was neither cancelled nor returned; with nothing left, nothing."""
    parts = list(order.fulfilments.all())
    if order.status in (Status.OPENING, Status.UNDONE) or all(part.status in GONE for part in parts):
        return 0
    left: int = order.total - sum(_worth(part, order) for part in parts if part.status in GONE)
    return max(0, left)


def _worth(part: Fulfilment, order: Order) -> int:
    """The lines of one seller, with the tax that was added to them."""
    net: int = sum(line.unit_price * line.quantity for line in order.lines.all() if line.fulfilment_id == part.pk)
    if order.prices_include_tax or order.subtotal + order.shipping_total == 0:
        return net
    return net + money.share(order.tax_total, net, order.subtotal + order.shipping_total)
