"""How orders move on: shipped, delivered, cancelled, returned. Each seller moves the own part, admins all at once."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from src.modules.inventory import public as inventory
from src.modules.orders import selectors
from src.modules.orders.contracts import MOVES, OrderView, PaymentStatus, Status, Viewer, revision_of
from src.modules.orders.errors import InvalidTransition, NotPaid, UnknownOrder
from src.modules.orders.events import FulfilmentsMoved, OrderStatusChanged
from src.modules.orders.models import Fulfilment, Order, OrderLine
from src.modules.orders.services import completion
from src.modules.orders.services.settlement import GONE, due, follow_the_money, settle_balance
from src.modules.payments import public as payments
from src.modules.payments.contracts import Charge
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.errors import Stale
from src.platform.events.outbox import publish

MONEY_IS_HERE = (PaymentStatus.PAID, PaymentStatus.PARTIALLY_REFUNDED)
CASH = "cod"


@dataclass(frozen=True)
class Step:
    """Where to, by whom. A step by the shop itself has no actor. `seen` is the revision that the client insists on."""

    to: Status
    actor: str = ""
    tracking_number: str = ""
    seen: int | None = None


def move(viewer: Viewer, order_id: UUID, step: Step) -> OrderView:
    """Move the caller's part of an order on. Raises UnknownOrder, Stale, InvalidTransition, NotPaid."""
    payments.give_back(_move_part(viewer, order_id, step))
    return selectors.order_of(viewer, order_id)


def cancel(viewer: Viewer, order_id: UUID, *, seen: int | None = None) -> None:
    """Cancel a whole order that is still pending, one's own or (admins) any: stock and money go back."""
    payments.give_back(_cancel(viewer, order_id, seen))


def cancel_unpaid(order_id: UUID) -> None:
    """Cancel an order nobody paid for, unless it was paid or cancelled meanwhile."""
    payments.give_back(_cancel_unpaid(order_id))


@atomic
def _move_part(viewer: Viewer, order_id: UUID, step: Step) -> list[Charge]:
    order = _locked(selectors.visible_to(viewer, seen_as=None if viewer.is_admin else "seller"), order_id)
    parts = [part for part in order.fulfilments.all() if viewer.is_admin or part.seller_id == viewer.user_id]
    return _moved(order, parts, step)


@atomic
def _cancel(viewer: Viewer, order_id: UUID, seen: int | None) -> list[Charge]:
    orders = selectors.visible_to(viewer, seen_as=None if viewer.is_admin else "buyer")
    order = _locked(orders, order_id)
    return _moved(order, list(order.fulfilments.all()), Step(Status.CANCELLED, viewer.actor, seen=seen))


@atomic
def _cancel_unpaid(order_id: UUID) -> list[Charge]:
    order = Order.objects.unpaid().select_for_update(no_key=True).filter(pk=order_id).first()
    return _moved(order, list(order.fulfilments.all()), Step(Status.CANCELLED)) if order else []


def _locked(orders: QuerySet[Order], order_id: UUID) -> Order:
    """Raises UnknownOrder. The order's row is what all who change an order queue for."""
    known = orders.filter(pk=order_id).exists()
    order = Order.objects.select_for_update(no_key=True).filter(pk=order_id).first() if known else None
    if order is None:
        raise UnknownOrder
    return order


@inside_transaction
def _moved(order: Order, parts: list[Fulfilment], step: Step) -> list[Charge]:
    """Move those parts together; the refunds that this opened, to be given back after the commit."""
    if step.seen is not None and step.seen != revision_of(order.updated_at):
        raise Stale
    moving = _movable(parts, step.to)
    if step.to is Status.SHIPPED and order.payment_status not in MONEY_IS_HERE and order.payment_method != CASH:
        raise NotPaid
    previous = order.status
    changes = {"status": step.to, "moved_by": step.actor}
    tracked = {"tracking_number": step.tracking_number} if step.tracking_number else {}
    Fulfilment.objects.filter(pk__in=[part.pk for part in moving]).update(**changes, **tracked)
    order = Order.objects.prefetch_related("fulfilments", "lines").get(pk=order.pk)
    refunds = _money_follows(order, step)
    _tell(order, previous, step, [part.seller_id for part in moving])
    _stock_follows(
        order, [line for line in order.lines.all() if line.fulfilment_id in {part.pk for part in moving}], step
    )
    return refunds


def _movable(parts: list[Fulfilment], to: Status) -> list[Fulfilment]:
    """All that are not over must be able to go there, and one at least."""
    moving = [part for part in parts if (Status(part.status), to) in MOVES]
    stuck = [part for part in parts if part not in moving and part.status not in (*GONE, to)]
    if stuck or not moving:
        raise InvalidTransition
    return moving


def _money_follows(order: Order, step: Step) -> list[Charge]:
    if step.to is Status.DELIVERED and order.status == Status.DELIVERED and order.payment_method == CASH:
        payments.collect(str(order.pk), due(order), order.currency, method=CASH)
        follow_the_money(order)
    return settle_balance(order) if step.to in GONE else []


def _tell(order: Order, previous: str, step: Step, sellers: list[UUID | None]) -> None:
    about = completion.facts_about(order, order.lines.all())
    moved = FulfilmentsMoved(**about, moved_to=step.to, seller_ids=sellers)
    if order.status == previous:
        return publish(moved)
    return publish(OrderStatusChanged(**about, previous_status=previous, tracking_number=step.tracking_number), moved)


def _stock_follows(order: Order, lines: list[OrderLine], step: Step) -> None:
    """Last, because the stock's rows are everybody's."""
    reference, units = str(order.pk), completion.quantities_of(lines)
    if step.to is Status.SHIPPED:
        inventory.ship(reference, units, actor=step.actor)
    if step.to is Status.CANCELLED:
        inventory.release(reference, units, sold=order.counts_as_sold, actor=step.actor)
    if step.to is Status.RETURNED:
        inventory.take_back(reference, units, sold=order.counts_as_sold, actor=step.actor)
