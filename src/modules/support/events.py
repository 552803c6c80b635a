"""Facts that support announces."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from src.platform.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class TicketEvent(Event):
    """What every fact about a ticket says. `title` is its subject; `assigned_to` None: nobody deals with it yet."""

    about: ClassVar[str] = "ticket_id"

    ticket_id: UUID
    title: str
    customer_id: UUID
    assigned_to: UUID | None
    order_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class TicketOpened(TicketEvent):
    """A customer needs help."""

    body: str


@dataclass(frozen=True, kw_only=True)
class CustomerWrote(TicketEvent):
    """The customer has more to say."""

    body: str


@dataclass(frozen=True, kw_only=True)
class StaffAnswered(TicketEvent):
    """Staff wrote to the customer. (Notes among staff are no fact for others.)"""

    body: str


@dataclass(frozen=True, kw_only=True)
class TicketStatusChanged(TicketEvent):
    """Somebody moved the ticket, other than by writing."""

    status: str
    previous_status: str
    by_staff: bool
