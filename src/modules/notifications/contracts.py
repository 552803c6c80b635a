"""Of what people are told, and how."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """Of what."""

    PLACED = "order.placed"
    PAID = "order.paid"
    SHIPPED = "order.shipped"
    DELIVERED = "order.delivered"
    CANCELLED = "order.cancelled"
    RETURNED = "order.returned"
    REFUNDED = "order.refunded"
    PAYMENT_FAILED = "payment.failed"
    TICKET_ANSWERED = "ticket.answered"
    TICKET_MOVED = "ticket.status_changed"
    # To those who run the shop.
    TICKET_OPENED = "ticket.opened"
    TICKET_MESSAGE = "ticket.message"


# The kinds that have a mail; its templates are `mail/notifications/<name>`.
MAILS = {
    Kind.PLACED: "placed",
    Kind.PAID: "paid",
    Kind.SHIPPED: "shipped",
    Kind.DELIVERED: "delivered",
    Kind.CANCELLED: "cancelled",
    Kind.REFUNDED: "refunded",
    Kind.TICKET_ANSWERED: "ticket_answered",
    Kind.TICKET_MOVED: "ticket_moved",
    Kind.TICKET_OPENED: "ticket_opened",
    Kind.TICKET_MESSAGE: "ticket_message",
}

# What a notification says: title and body.
WORDS = {
    Kind.PLACED: ("Order {number} placed", "Thank you! We have received your order {number}."),
    Kind.PAID: ("Order {number} paid", "We have received the payment for your order {number}."),
    Kind.SHIPPED: ("Order {number} shipped", "Your order {number} is on its way."),
    Kind.DELIVERED: ("Order {number} delivered", "Your order {number} has been delivered."),
    Kind.CANCELLED: ("Order {number} cancelled", "Your order {number} has been cancelled."),
    Kind.RETURNED: ("Order {number} returned", "We have received what you returned of order {number}."),
    Kind.REFUNDED: ("Order {number} refunded", "We have sent back money for your order {number}."),
    Kind.PAYMENT_FAILED: (
        "Payment for order {number} failed",
        "The payment for your order {number} failed.",
    ),
    Kind.TICKET_ANSWERED: ("Answer: {subject}", "We have answered your question “{subject}”."),
    Kind.TICKET_MOVED: ("{subject}: {status}", "Your question “{subject}” is {status} now."),
    Kind.TICKET_OPENED: ("New ticket: {subject}", "A customer needs help: “{subject}”."),
    Kind.TICKET_MESSAGE: ("Ticket: {subject}", "The customer has written about “{subject}”."),
}


@dataclass(frozen=True)
class Choice:
    """Whether a person wants a kind by mail, in the list, on the stream."""

    mail: bool = True
    list: bool = True
    stream: bool = True


@dataclass(frozen=True, kw_only=True)
class TicketNews:
    """What happened to a ticket: its new status, or the words that were written."""

    id: UUID
    subject: str
    status: str = ""
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class News:
    """Something about an order or a ticket, for a person or (None) an order's guest.

    `event_id` is that of the event that says so, told once; `request_id` that of the request which led to it.
    `refunded` in minor units of `currency`, 0 where none was.
    """

    kind: Kind
    event_id: int
    user_id: UUID | None
    request_id: str = ""
    order_id: UUID | None = None
    number: str = ""
    ticket: TicketNews | None = None
    tracking_number: str = ""
    refunded: int = 0
    currency: str = ""
