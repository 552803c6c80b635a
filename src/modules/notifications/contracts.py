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


# The kinds that have a mail; its templates are `mail/notifications/<name>`.
MAILS = {
    Kind.PLACED: "placed",
    Kind.PAID: "paid",
    Kind.SHIPPED: "shipped",
    Kind.DELIVERED: "delivered",
    Kind.CANCELLED: "cancelled",
    Kind.REFUNDED: "refunded",
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
}


@dataclass(frozen=True)
class Choice:
    """Whether a person wants a kind by mail, in the list, on the stream."""

    mail: bool = True
    list: bool = True
    stream: bool = True


@dataclass(frozen=True, kw_only=True)
class News:
    """Something about an order, for a person or (None) its guest.

    `refunded` in minor units of `currency`, 0 where none was.
    """

    kind: Kind
    user_id: UUID | None
    order_id: UUID
    number: str
    tracking_number: str = ""
    refunded: int = 0
    currency: str = ""
