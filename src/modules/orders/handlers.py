"""What follows from what orders announce."""

from src.modules.orders.events import OrderStatusChanged
from src.modules.orders.services import privacy
from src.platform.events.outbox import subscribe


@subscribe(OrderStatusChanged)
def let_go_of_the_address(event: OrderStatusChanged) -> None:
    if event.customer_id is not None:
        privacy.let_go(event.order_id, customer_id=event.customer_id)
