"""Tickets for streams: an ordinary call, answered by the web process."""

from ninja import Router, Schema, Status

from src.platform.auth.bearer import signed_in
from src.platform.auth.principal import SignedInRequest
from src.platform.sse import tickets

events = Router(tags=["events"])


class TicketOut(Schema):
    """`expires_in` in seconds."""

    ticket: str
    expires_in: int


@events.post("/tickets/", response={201: TicketOut}, auth=signed_in)
def create_stream_ticket(request: SignedInRequest) -> Status[TicketOut]:
    """A ticket for one `EventSource`: `events/orders/?ticket=…`. Good once, within a minute."""
    return Status(201, TicketOut(ticket=tickets.issue(request.principal), expires_in=tickets.TICKET_LIFE))
