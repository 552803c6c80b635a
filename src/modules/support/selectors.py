"""Questions about tickets."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from src.modules.support.contracts import Party, Status
from src.modules.support.errors import UnknownTicket
from src.modules.support.models import Message, Ticket


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which tickets of a list. `assigned` False: nobody's; `assigned_to`: one person's."""

    status: Status | None = None
    assigned: bool | None = None
    assigned_to: UUID | None = None
    order_id: UUID | None = None


def visible_to(party: Party) -> QuerySet[Ticket]:
    """The tickets that somebody may know of."""
    return Ticket.objects.all() if party.is_staff else Ticket.objects.of(party.user_id)


def listed(party: Party, filters: Filters) -> QuerySet[Ticket]:
    """A list of tickets, the newest first."""
    wanted = {
        "status": filters.status,
        "assigned_to_id": filters.assigned_to,
        "assigned_to__isnull": None if filters.assigned is None else not filters.assigned,
        "order_id": filters.order_id,
    }
    narrowed = {name: value for name, value in wanted.items() if value is not None}
    return visible_to(party).filter(**narrowed).order_by("-pk")


def ticket_of(party: Party, ticket_id: UUID, *, locked: bool = False) -> Ticket:
    """One ticket; `locked`: until the transaction ends. Raises UnknownTicket."""
    rows = visible_to(party).filter(pk=ticket_id)
    found = (rows.select_for_update(no_key=True) if locked else rows).first()
    if found is None:
        raise UnknownTicket
    return found


def conversation(party: Party, ticket_id: UUID) -> list[Message]:
    """All that was said, in order; notes among staff only to staff."""
    seen = Q() if party.is_staff else Q(internal=False)
    return list(Message.objects.filter(seen, ticket_id=ticket_id).select_related("author").order_by("pk"))


def held_about(user_id: UUID) -> list[dict[str, Any]]:
    """What support holds about a person, for the person's export."""
    said: dict[UUID, list[dict[str, Any]]] = {}
    for message in Message.objects.filter(ticket__customer_id=user_id, internal=False).order_by("pk"):
        line = {"author": sender(message), "body": message.body, "created_at": message.created_at}
        said.setdefault(message.ticket_id, []).append(line)
    facts = ("subject", "status", "order_id", "created_at")
    tickets = Ticket.objects.of(user_id).order_by("-pk")
    return [
        {**{name: getattr(ticket, name) for name in facts}, "messages": said.get(ticket.pk, [])} for ticket in tickets
    ]


def sender(message: Message) -> str:
    """Which side wrote it."""
    return "staff" if message.from_staff else "customer"
