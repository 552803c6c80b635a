"""What the worker does for notifications."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from src.modules.identity import public as identity
from src.modules.notifications import services
from src.modules.notifications.contracts import Kind, News, TicketNews
from src.platform.tasks.registry import Asked, task


@task("notifications.tell", together=True)
def tell(asked: Sequence[Asked]) -> None:
    """Tell customers, and guests, about their orders."""
    services.tell(*(_of_an_order(one.request_id, **one.payload) for one in asked))


def _of_an_order(request_id: str, kind: str, user_id: str | None, order_id: str, **facts: Any) -> News:
    person = UUID(user_id) if user_id else None
    return News(kind=Kind(kind), user_id=person, order_id=UUID(order_id), request_id=request_id, **facts)


@task("notifications.tell_of_ticket")
def tell_of_ticket(kind: str, event_id: int, user_id: str, order_id: str | None, ticket_id: str, **facts: str) -> None:
    """Tell a person about a ticket; without a `user_id`, everybody who runs the shop."""
    ticket, order = TicketNews(id=UUID(ticket_id), **facts), UUID(order_id) if order_id else None
    told = [UUID(user_id)] if user_id else identity.admins()
    services.tell(
        *(News(kind=Kind(kind), event_id=event_id, user_id=person, order_id=order, ticket=ticket) for person in told)
    )
