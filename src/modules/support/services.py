"""Use cases of support."""

from typing import Any
from uuid import UUID

from django.db.models.functions import Now

from src.modules.identity import public as identity
from src.modules.orders import public as orders
from src.modules.orders.errors import UnknownOrder
from src.modules.support.contracts import Change, Party, Status
from src.modules.support.errors import StaffOnly
from src.modules.support.events import CustomerWrote, StaffAnswered, TicketOpened, TicketStatusChanged
from src.modules.support.models import Message, Ticket
from src.modules.support.selectors import ticket_of
from src.platform.auth.roles import Role
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.errors import Unprocessable
from src.platform.events.outbox import publish


@atomic
def open_ticket(party: Party, *, subject: str, body: str, order_id: UUID | None = None) -> Ticket:
    """Ask for help, and let staff know. Raises UnknownOrder where the order is somebody else's."""
    if order_id is not None:
        _check_order(party, order_id)
    ticket = Ticket.objects.create(customer_id=party.user_id, subject=subject, order_id=order_id)
    Message.objects.create(ticket=ticket, author_id=party.user_id, from_staff=False, body=body)
    publish(TicketOpened(**_facts(ticket), body=body))
    return ticket_of(party, ticket.pk)


@atomic
def post_message(party: Party, ticket_id: UUID, *, body: str, internal: bool = False) -> Message:
    """Say something, or note it among staff. Raises UnknownTicket, StaffOnly."""
    return note(party, ticket_id, body=body) if internal else write(party, ticket_id, body=body)


@inside_transaction
def note(party: Party, ticket_id: UUID, *, body: str) -> Message:
    """A note among staff: nobody is told. Raises UnknownTicket, StaffOnly."""
    ticket = ticket_of(party, ticket_id, locked=True)
    if not party.is_staff:
        raise StaffOnly
    return _said(ticket, party, body, from_staff=True, internal=True)


@inside_transaction
def write(party: Party, ticket_id: UUID, *, body: str) -> Message:
    """The step of `post_message`, for Django's admin too, which has a transaction of its own.

    A customer's words open again what had ended. Staff's first answer takes the ticket on.
    """
    ticket = ticket_of(party, ticket_id, locked=True)
    # An admin who needs help is a customer there.
    from_staff = party.user_id != ticket.customer_id
    if from_staff:
        ticket.assigned_to_id = ticket.assigned_to_id or party.user_id
        ticket.status = Status.IN_PROGRESS if ticket.status == Status.OPEN else ticket.status
    elif ticket.has_ended:
        ticket.status = Status.OPEN
    _save(ticket)
    publish((StaffAnswered if from_staff else CustomerWrote)(**_facts(ticket), body=body))
    return _said(ticket, party, body, from_staff=from_staff)


@atomic
def change_ticket(party: Party, ticket_id: UUID, change: Change) -> Ticket:
    """Move a ticket on, or give it to somebody. Raises UnknownTicket, StaffOnly, Unprocessable."""
    return settle(party, ticket_id, change)


@inside_transaction
def settle(party: Party, ticket_id: UUID, change: Change) -> Ticket:
    """The step of `change_ticket`, for Django's admin too. What is so already is no change."""
    ticket = ticket_of(party, ticket_id, locked=True)
    if not party.is_staff:
        _check_customer_s(ticket, change)
    before = ticket.status, ticket.assigned_to_id
    if change.assign and change.assigned_to != ticket.assigned_to_id:
        _assign(ticket, change.assigned_to)
    ticket.status = change.status or ticket.status
    if before != (ticket.status, ticket.assigned_to_id):
        _save(ticket)
    if before[0] != ticket.status:
        publish(_moved(ticket, before[0], by_staff=party.user_id != ticket.customer_id))
    return ticket_of(party, ticket.pk)


def _check_order(party: Party, order_id: UUID) -> None:
    order = orders.summaries([order_id]).get(order_id)
    if order is None or not (party.is_staff or order.customer_id == party.user_id):
        raise UnknownOrder


def _check_customer_s(ticket: Ticket, change: Change) -> None:
    """A customer closes a ticket, and opens again what has ended."""
    opens = change.status == Status.OPEN and (ticket.has_ended or ticket.status == Status.OPEN)
    if change.assign or not (change.status in (None, Status.CLOSED) or opens):
        raise StaffOnly


def _assign(ticket: Ticket, user_id: UUID | None) -> None:
    if user_id is not None:
        person = identity.people([user_id]).get(user_id)
        if person is None or person.role is not Role.ADMIN or not person.is_active:
            raise Unprocessable.of("assigned_to", "unknown_admin", "There is no such admin.")
    ticket.assigned_to_id = user_id


def _save(ticket: Ticket) -> None:
    columns = {"status": ticket.status, "assigned_to_id": ticket.assigned_to_id}
    Ticket.objects.filter(pk=ticket.pk).update(**columns, updated_at=Now())


def _said(ticket: Ticket, party: Party, body: str, *, from_staff: bool, internal: bool = False) -> Message:
    said = Message.objects.create(
        ticket=ticket, author_id=party.user_id, from_staff=from_staff, internal=internal, body=body
    )
    return Message.objects.select_related("author").get(pk=said.pk)


def _moved(ticket: Ticket, previous: str, *, by_staff: bool) -> TicketStatusChanged:
    return TicketStatusChanged(
        **_facts(ticket), status=ticket.status, previous_status=previous, by_staff=by_staff
    )  # fmt: skip


def _facts(ticket: Ticket) -> dict[str, Any]:
    return {
        "ticket_id": ticket.pk,
        "title": ticket.subject,
        "customer_id": ticket.customer_id,
        "assigned_to": ticket.assigned_to_id,
        "order_id": ticket.order_id,
    }


@inside_transaction
def forget(user_id: UUID) -> None:
    """Forget what a person who leaves asked and was answered: that there was a ticket stays. An admin's become free."""
    Message.objects.filter(ticket__customer_id=user_id).update(body="")
    Ticket.objects.of(user_id).update(subject="", status=Status.CLOSED)
    Ticket.objects.filter(assigned_to_id=user_id).update(assigned_to=None)
