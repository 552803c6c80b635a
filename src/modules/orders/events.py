"""Facts that orders announce. Amounts in minor units of `currency`; times are the database's."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from src.platform.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class OrderEvent(Event):
    """What every fact about an order says.

    `customer_id` is None for a guest's order; `product_ids` are those of its lines.
    """

    about: ClassVar[str] = "order_id"

    order_id: UUID
    number: str
    customer_id: UUID | None
    status: str
    payment_status: str
    at: datetime
    product_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(OrderEvent):
    """The checkout went through: the order is pending, paid, unpaid or to be paid on delivery."""

    total: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class OrderStatusChanged(OrderEvent):
    """The order moved on: shipped, delivered, cancelled, returned."""

    previous_status: str
    tracking_number: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentStatusChanged(OrderEvent):
    """Money came, failed to come, or went back."""

    previous_payment_status: str
    refunded: int = 0
    currency: str = ""


@dataclass(frozen=True, kw_only=True)
class FulfilmentsMoved(OrderEvent):
    """Parts of the order moved on, whether or not the order as a whole did. A seller of None is the house."""

    moved_to: str
    seller_ids: list[UUID | None]
