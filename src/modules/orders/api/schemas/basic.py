"""Orders on the wire: what both versions are asked, and what version 1 answers."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime, StringConstraints, model_validator

from src.modules.orders.contracts import SEEN, PaymentStatus
from src.platform.http.addresses import AddressIn
from src.platform.http.schemas import Amount, Body, Line, OptionalLine

OrderStatus = StrEnum("OrderStatus", {status.name: status.value for status in SEEN})  # type: ignore[misc]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]


class OrderItemOut(Schema):
    id: int
    product_id: int
    variant_id: int
    sku: str
    name: str
    unit_price: str
    quantity: int
    line_total: str


class MoveOut(Schema):
    status: str
    at: datetime
    by: str | None = Field(description="A person's id, or `guest`; the shop itself is null.")


class FulfilmentOut(Schema):
    seller: UUID | None
    status: str
    tracking_number: str
    item_ids: list[int]


class OrderPaymentOut(Schema):
    """How the payment of the checkout stands. `client_secret` is for the gateway's own front end (3-D Secure)."""

    status: str
    client_secret: str


class OrderOut(Schema):
    id: UUID
    number: str
    status: str
    payment_status: str
    payment_method: str
    items: list[OrderItemOut]
    subtotal: str
    discount_total: str
    shipping_total: str
    tax_total: str
    total_price: str
    currency: str
    shipping_address: dict[str, str]
    tracking_number: str
    note: str
    fulfilments: list[FulfilmentOut]
    history: list[MoveOut]
    created_at: datetime
    updated_at: datetime
    payment: OrderPaymentOut | None = None


class AttemptOut(Schema):
    """A charge or a refund, and how it stands."""

    id: UUID
    type: str
    method: str
    status: str
    amount: str
    currency: str
    code: str
    created_at: datetime
    updated_at: datetime


class PaymentIn(Body):
    method: Line
    token: OptionalLine = ""


class PlaceOrderIn(Body):
    """`shipping_address`, or the id of one of the caller's own. Without `payment` the order waits to be paid."""

    shipping_address: AddressIn | None = None
    address_id: UUID | None = None
    payment: PaymentIn | None = None
    expected_total: Amount | None = None
    note: Note = ""

    @model_validator(mode="after")
    def goes_to_one_address(self) -> "PlaceOrderIn":
        if (self.shipping_address is None) == (self.address_id is None):
            raise ValueError("Name one of shipping_address and address_id.")
        return self


class MoveIn(Body):
    status: OrderStatus
    tracking_number: OptionalLine = ""


class RefundIn(Body):
    """Without `amount`: all that was paid and not given back."""

    amount: Amount | None = None


class SeenAs(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"


class OrderFilters(Schema):
    status: OrderStatus | None = None
    payment_status: PaymentStatus | None = None
    created_after: AwareDatetime | None = None
    created_before: AwareDatetime | None = None
    number: str | None = None
    # `as` is a word of Python's.
    seen_as: SeenAs | None = Field(None, alias="as")
