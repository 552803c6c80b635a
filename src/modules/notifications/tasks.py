"""What the worker does for notifications."""

from typing import Any
from uuid import UUID

from src.modules.identity import public as identity
from src.modules.notifications import services
from src.modules.notifications.contracts import Kind, News, TicketNews
from src.platform.tasks.registry import task


@task("notifications.tell")
def tell(kind: str, event_id: int, user_id: str | None, order_id: str, **facts: Any) -> None:
    """Tell a customer, or a guest, about an order."""
    news = News(kind=Kind(kind), user_id=UUID(user_id) if user_id else None, order_id=UUID(order_id), **facts)
    services.tell(news, event_id=event_id)


@task("notifications.tell_of_ticket")
def tell_of_ticket(kind: str, event_id: int, user_id: str, order_id: str | None, ticket_id: str, **facts: str) -> None:
    """Tell a person about a ticket; without a `user_id`, everybody who runs the shop."""
    ticket, order = TicketNews(id=UUID(ticket_id), **facts), UUID(order_id) if order_id else None
    for person in [UUID(user_id)] if user_id else identity.admins():
        services.tell(News(kind=Kind(kind), user_id=person, order_id=order, ticket=ticket), event_id=event_id)
