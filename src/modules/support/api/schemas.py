"""Shapes of tickets."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from src.modules.support.contracts import Change, Party, Status
from src.modules.support.models import LONGEST_BODY, LONGEST_SUBJECT, Message, Ticket
from src.modules.support.selectors import Filters, sender
from src.platform.auth.principal import SignedInRequest
from src.platform.http.schemas import Body, Flag

Subject = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_SUBJECT)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_BODY)]


class TicketIn(Body):
    """What is wrong, in plain text; `order_id` if it is about one of one's own orders."""

    subject: Subject
    body: Words
    order_id: UUID | None = None


class TicketPatchIn(Body):
    """The fields to change; the others stay. `assigned_to` (admins alone): an admin's id, or null for nobody's."""

    status: Status | None = None
    assigned_to: UUID | None = None

    def change(self) -> Change:
        """In the module's own terms."""
        assign = "assigned_to" in self.model_fields_set
        return Change(status=self.status, assign=assign, assigned_to=self.assigned_to)


class MessageIn(Body):
    """Plain text. `internal` (admins alone): a note among staff, which the customer never sees."""

    body: Words
    internal: Flag = False


class MessageOut(Schema):
    """One thing that was said. `author`: `customer` or `staff`; `name` null for somebody without one."""

    id: int
    author: Literal["customer", "staff"]
    name: str | None
    body: str
    internal: bool
    created_at: datetime

    @staticmethod
    def resolve_author(message: Message) -> str:
        return sender(message)

    @staticmethod
    def resolve_name(message: Message) -> str | None:
        return message.author.name or None


class TicketOut(Schema):
    """A ticket in a list."""

    id: UUID
    subject: str
    status: Status
    order_id: UUID | None
    customer_id: UUID
    assigned_to: UUID | None = Field(None, alias="assigned_to_id")
    created_at: datetime
    updated_at: datetime


class WholeTicketOut(TicketOut):
    """A ticket with all that was said, the oldest first; `body` is what it began with."""

    body: str
    messages: list[MessageOut]


class TicketsQuery(Schema):
    """Which tickets."""

    status: Status | None = None
    assigned: Literal["me", "nobody"] | UUID | None = Field(None, description="`me`, `nobody`, or an admin's id.")
    order_id: UUID | None = None

    def filters(self, party: Party) -> Filters:
        """In the module's own terms."""
        person = party.user_id if self.assigned == "me" else self.assigned if isinstance(self.assigned, UUID) else None
        nobody = False if self.assigned == "nobody" else None
        return Filters(status=self.status, assigned=nobody, assigned_to=person, order_id=self.order_id)


def party_of(request: SignedInRequest) -> Party:
    """Who acts."""
    return Party(user_id=request.principal.user_id, is_staff=request.principal.is_admin)


def whole(ticket: Ticket, messages: Sequence[Message]) -> dict[str, Any]:
    """A ticket with what was said."""
    columns = {field.attname: getattr(ticket, field.attname) for field in ticket._meta.concrete_fields}
    return {**columns, "body": messages[0].body if messages else "", "messages": list(messages)}
