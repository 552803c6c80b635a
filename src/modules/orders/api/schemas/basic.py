"""Orders on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime, BeforeValidator, StringConstraints, model_validator

from src.modules.orders.contracts import SEEN, PaymentStatus, Viewer
from src.platform.auth.principal import SignedInRequest
from src.platform.http.addresses import AddressIn
from src.platform.http.schemas import Amount, Body, Line, MoneyText, OptionalLine

OrderStatus = StrEnum("OrderStatus", {status.name: status.value for status in SEEN})  # type: ignore[misc]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
# The shop itself has no id.
Actor = Annotated[str | None, BeforeValidator(lambda by: by or None)]


class OrderItemOut(Schema):
    id: int
    product_id: int
    variant_id: int
    sku: str
    name: str
    unit_price: MoneyText
    quantity: int
    line_total: MoneyText


class MoveOut(Schema):
    status: str
    at: datetime
    by: Actor


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
    subtotal: MoneyText
    discount_total: MoneyText
    shipping_total: MoneyText
    tax_total: MoneyText
    total_price: MoneyText
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
    amount: MoneyText
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


def viewer_of(request: SignedInRequest) -> Viewer:
    """Who looks at orders."""
    principal = request.principal
    return Viewer(user_id=principal.user_id, is_admin=principal.is_admin, is_seller=principal.is_seller)
