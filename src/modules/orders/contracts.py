"""What other modules receive from orders, and what its own API shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from src.platform.money import Money


class Status(StrEnum):
    """Where an order is. OPENING and UNDONE are no orders yet, or never: nobody sees them."""

    OPENING = "opening"
    UNDONE = "undone"
    PENDING = "pending"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"


class PaymentStatus(StrEnum):
    """How the money stands. AUTHORIZED, a hold, is a word of the API that nothing sets: money is taken at once."""

    UNPAID = "unpaid"
    AUTHORIZED = "authorized"
    PAID = "paid"
    FAILED = "failed"
    REFUNDED = "refunded"
    PARTIALLY_REFUNDED = "partially_refunded"


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Who moved an order that nobody with an account bought.
GUEST = "guest"
UNSEEN = (Status.OPENING, Status.UNDONE)
SEEN = tuple(status for status in Status if status not in UNSEEN)
MOVES = {
    (Status.PENDING, Status.SHIPPED),
    (Status.SHIPPED, Status.DELIVERED),
    (Status.PENDING, Status.CANCELLED),
    (Status.DELIVERED, Status.RETURNED),
}


def revision_of(updated_at: datetime) -> int:
    """The microsecond of an order's last change: another number after each."""
    return (updated_at - EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class LineView:
    """A line as of the day of purchase."""

    id: int
    product_id: int
    variant_id: int
    sku: str
    name: str
    options: Mapping[str, str]
    unit_price: Money
    quantity: int
    line_total: Money


@dataclass(frozen=True, kw_only=True)
class Move:
    """One step of an order's life. `by` is a user's id, `guest`, or empty for the shop itself."""

    status: str
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class FulfilmentView:
    """One seller's part of an order; `seller` None is the house."""

    seller: UUID | None
    status: str
    tracking_number: str
    item_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class PaymentView:
    """How the last attempt to pay went, where the buyer has to do something about it."""

    status: str
    client_secret: str


@dataclass(frozen=True, kw_only=True)
class OrderView:
    """An order as one who may see it sees it: all of it, or a seller's own part."""

    id: UUID
    number: str
    customer_id: UUID | None
    email: str
    status: str
    payment_status: str
    payment_method: str
    items: list[LineView]
    subtotal: Money
    discount_total: Money
    shipping_total: Money
    tax_total: Money
    total_price: Money
    currency: str
    shipping_address: dict[str, str]
    tracking_number: str
    note: str
    fulfilments: list[FulfilmentView]
    history: list[Move]
    created_at: datetime
    updated_at: datetime
    payment: PaymentView | None = None

    @property
    def revision(self) -> int:
        """Another one after each change."""
        return revision_of(self.updated_at)


@dataclass(frozen=True)
class OrderSummary:
    """An order as messages name it; `email` is a guest's. Amounts in minor units of `currency`."""

    id: UUID
    number: str
    customer_id: UUID | None
    email: str
    status: str
    payment_status: str
    total: int
    currency: str
    tracking_number: str


@dataclass(frozen=True, kw_only=True)
class TradedLine:
    """Units of a product, and what they cost in all."""

    product_id: int
    units: int
    worth: int


@dataclass(frozen=True, kw_only=True)
class TradedPart:
    """One seller's part of a trade; `seller_id` None is the house."""

    seller_id: UUID | None
    status: str
    lines: list[TradedLine]


@dataclass(frozen=True, kw_only=True)
class Trade:
    """An order as reports count it. Amounts in minor units of `currency`.

    `paid_at` is when the money came, None if it never did; `kept` what of it did not go back; `due` what the buyer
    owes for what was neither cancelled nor returned. A guest's order is a buyer of its own.
    """

    order_id: UUID
    buyer_id: UUID
    currency: str
    status: str
    placed_at: datetime
    paid_at: datetime | None
    kept: int
    due: int
    parts: list[TradedPart]


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who looks: everything is an admin's, the own orders a buyer's, the own lines a seller's, one order a guest's.

    A guest has no `user_id`, but has shown the token of the order `guest_of`.
    """

    user_id: UUID | None = None
    is_admin: bool = False
    is_seller: bool = False
    guest_of: UUID | None = None

    @property
    def actor(self) -> str:
        """As history names who moved an order."""
        return str(self.user_id) if self.user_id else GUEST

    def bought(self, order_id: UUID, customer_id: UUID | None) -> bool:
        """Is this the buyer of an order?"""
        return order_id == self.guest_of if customer_id is None else customer_id == self.user_id


@dataclass(frozen=True, kw_only=True)
class PaymentChoice:
    """How the buyer wants to pay."""

    method: str
    token: str = ""
