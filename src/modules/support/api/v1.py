"""Help for customers."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from ninja import Query, Router, Status

from src.modules.orders.errors import UnknownOrder
from src.modules.support import selectors, services
from src.modules.support.api.schemas import (
    MessageIn,
    MessageOut,
    TicketIn,
    TicketOut,
    TicketPatchIn,
    TicketsQuery,
    WholeTicketOut,
    party_of,
    whole,
)
from src.modules.support.errors import StaffOnly, UnknownTicket
from src.modules.support.models import Message, Ticket
from src.platform.auth.bearer import signed_in
from src.platform.auth.principal import SignedInRequest
from src.platform.http.lists import paged
from src.platform.http.promises import may_refuse
from src.platform.http.throttling import limited

support = Router(tags=["support"], auth=signed_in)
writes = limited("tickets")


@support.post("/tickets/", response={201: WholeTicketOut}, throttle=writes)
@may_refuse(UnknownOrder)
def open_ticket(request: SignedInRequest, body: TicketIn) -> Status[dict[str, Any]]:
    """Ask for help. The admins are told by mail and notification; an `order_id` must be one's own order's (404)."""
    ticket = services.open_ticket(party_of(request), **body.model_dump())
    return Status(201, _whole(request, ticket))


@support.get("/tickets/", response=list[TicketOut])
@paged
def list_tickets(request: SignedInRequest, wanted: Query[TicketsQuery]) -> QuerySet[Ticket]:
    """One's own tickets; for admins all. Newest first."""
    party = party_of(request)
    return selectors.listed(party, wanted.filters(party))


@support.get("/tickets/{ticket_id}/", response=WholeTicketOut)
@may_refuse(UnknownTicket)
def show_ticket(request: SignedInRequest, ticket_id: UUID) -> dict[str, Any]:
    """A ticket with all that was said. Staff's notes among themselves are seen by admins alone."""
    return _whole(request, selectors.ticket_of(party_of(request), ticket_id))


@support.patch("/tickets/{ticket_id}/", response=WholeTicketOut)
@may_refuse(UnknownTicket, StaffOnly)
def change_ticket(request: SignedInRequest, ticket_id: UUID, body: TicketPatchIn) -> dict[str, Any]:
    """Move a ticket on; the other side is told.

    Admins set any status, and assign it. A customer closes it (`closed`), and opens again (`open`) what was resolved
    or closed; anything else is 403 `staff_only`.
    """
    return _whole(request, services.change_ticket(party_of(request), ticket_id, body.change()))


@support.post("/tickets/{ticket_id}/messages/", response={201: MessageOut}, throttle=writes)
@may_refuse(UnknownTicket, StaffOnly)
def post_ticket_message(request: SignedInRequest, ticket_id: UUID, body: MessageIn) -> Status[Message]:
    """Say more; the other side is told by mail and notification.

    A customer who writes to a resolved or closed ticket opens it again. The first answer of an admin makes an open
    ticket `in_progress`, and takes it on if it is nobody's.
    """
    return Status(201, services.post_message(party_of(request), ticket_id, **body.model_dump()))


def _whole(request: SignedInRequest, ticket: Ticket) -> dict[str, Any]:
    return whole(ticket, selectors.conversation(party_of(request), ticket.pk))
