"""When something happened to an order: who is told what."""

from typing import Any
from uuid import UUID

from src.modules.catalog import public as catalog
from src.modules.notifications.contracts import Kind
from src.modules.notifications.events import Notified
from src.modules.orders.events import OrderEvent, OrderPlaced, OrderStatusChanged, PaymentStatusChanged
from src.modules.support.events import CustomerWrote, StaffAnswered, TicketEvent, TicketOpened, TicketStatusChanged
from src.platform.events.outbox import subscribe
from src.platform.events.telling import event_id
from src.platform.sse import channels
from src.platform.tasks.queue import enqueue

BY_STATUS = {
    "shipped": Kind.SHIPPED,
    "delivered": Kind.DELIVERED,
    "cancelled": Kind.CANCELLED,
    "returned": Kind.RETURNED,
}
# A parcel on its way changes no count.
CAME_BACK = {"cancelled", "returned"}
BY_PAYMENT = {
    "paid": Kind.PAID,
    "failed": Kind.PAYMENT_FAILED,
    "refunded": Kind.REFUNDED,
    "partially_refunded": Kind.REFUNDED,
}


@subscribe(OrderPlaced)
def stream_order_placed(event: OrderPlaced) -> None:
    _stream(event, "order.placed", previous_status=None)


@subscribe(OrderStatusChanged)
def stream_order_status(event: OrderStatusChanged) -> None:
    _stream(event, "order.status_changed", previous_status=event.previous_status)


@subscribe(PaymentStatusChanged)
def stream_payment_status(event: PaymentStatusChanged) -> None:
    _stream(
        event, "payment.status_changed", previous_status=event.status,
        previous_payment_status=event.previous_payment_status,
    )  # fmt: skip


def _stream(event: OrderEvent, type: str, **more: Any) -> None:
    if event.customer_id is not None:
        facts = {name: getattr(event, name) for name in ("order_id", "number", "status", "payment_status", "at")}
        channels.push(channels.customer(event.customer_id), type, {**facts, **more})


@subscribe(OrderPlaced)
def notify_of_order(event: OrderPlaced) -> None:
    _notify(event, Kind.PLACED)


@subscribe(OrderStatusChanged)
def notify_of_status(event: OrderStatusChanged) -> None:
    _notify(event, BY_STATUS.get(event.status), tracking_number=event.tracking_number)


@subscribe(PaymentStatusChanged)
def notify_of_payment(event: PaymentStatusChanged) -> None:
    _notify(event, BY_PAYMENT.get(event.payment_status), refunded=event.refunded, currency=event.currency)


def _notify(event: OrderEvent, kind: Kind | None, **more: Any) -> None:
    """By the worker: the streams wait for whatever a handler does."""
    if kind is not None:
        whom = str(event.customer_id) if event.customer_id else None
        ids = {"user_id": whom, "order_id": str(event.order_id), "event_id": event_id()}
        enqueue("notifications.tell", kind=kind.value, number=event.number, **ids, **more)


@subscribe(TicketOpened)
def notify_of_ticket(event: TicketOpened) -> None:
    _notify_of_ticket(event, Kind.TICKET_OPENED, event.assigned_to, body=event.body)


@subscribe(CustomerWrote)
def notify_of_question(event: CustomerWrote) -> None:
    _notify_of_ticket(event, Kind.TICKET_MESSAGE, event.assigned_to, body=event.body)


@subscribe(StaffAnswered)
def notify_of_answer(event: StaffAnswered) -> None:
    _notify_of_ticket(event, Kind.TICKET_ANSWERED, event.customer_id, body=event.body)


@subscribe(TicketStatusChanged)
def notify_of_ticket_status(event: TicketStatusChanged) -> None:
    """The side that did not move it. That a customer needs no more help is no news that asks for anything."""
    if event.by_staff:
        _notify_of_ticket(event, Kind.TICKET_MOVED, event.customer_id, status=event.status)
    elif event.status == "open":
        _notify_of_ticket(event, Kind.TICKET_MESSAGE, event.assigned_to)


def _notify_of_ticket(event: TicketEvent, kind: Kind, user_id: UUID | None, **more: str) -> None:
    """Nobody's ticket is everybody's who runs the shop."""
    enqueue(
        "notifications.tell_of_ticket", kind=kind.value, event_id=event_id(), user_id=str(user_id or ""),
        order_id=str(event.order_id) if event.order_id else None, ticket_id=str(event.ticket_id),
        subject=event.title, **more,
    )  # fmt: skip


@subscribe(Notified)
def stream_notification(event: Notified) -> None:
    facts = {"id": event.notification_id, "type": event.kind, "order_id": event.order_id}
    channels.push(
        channels.notifications(event.user_id), "notification", {**facts, "title": event.title, "body": event.body}
    )


@subscribe(OrderPlaced)
def count_what_was_ordered(event: OrderPlaced) -> None:
    _count(event)


@subscribe(OrderStatusChanged)
def count_what_came_back(event: OrderStatusChanged) -> None:
    if event.status in CAME_BACK:
        _count(event)


@subscribe(PaymentStatusChanged)
def count_what_was_paid(event: PaymentStatusChanged) -> None:
    _count(event)


def _count(event: OrderEvent) -> None:
    """The counts as they are now: at least as new as the event."""
    for product_id, sold in catalog.sold_counts(event.product_ids).items():
        channels.push(channels.product(product_id), "product.sold", {"product_id": product_id, "sold": sold})
