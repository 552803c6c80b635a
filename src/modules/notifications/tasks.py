"""What the worker does for notifications."""

from typing import Any
from uuid import UUID

from src.modules.notifications import services
from src.modules.notifications.contracts import Kind, News
from src.platform.tasks.registry import task


@task("notifications.tell")
def tell(kind: str, event_id: int, user_id: str | None, order_id: str, **facts: Any) -> None:
    """Tell a customer, or a guest, about an order."""
    news = News(kind=Kind(kind), user_id=UUID(user_id) if user_id else None, order_id=UUID(order_id), **facts)
    services.tell(news, event_id=event_id)
