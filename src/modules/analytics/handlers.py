"""Whatever happens to an order, it is counted anew."""

from src.modules.analytics import services
from src.modules.orders.events import FulfilmentsMoved, OrderEvent, OrderPlaced, PaymentStatusChanged
from src.platform.events.outbox import subscribe


@subscribe(OrderPlaced)
def count_what_was_placed(event: OrderPlaced) -> None:
    _count(event)


@subscribe(FulfilmentsMoved)
def count_what_moved(event: FulfilmentsMoved) -> None:
    _count(event)


@subscribe(PaymentStatusChanged)
def count_what_was_paid(event: PaymentStatusChanged) -> None:
    _count(event)


def _count(event: OrderEvent) -> None:
    services.note_change(event.order_id)
