"""What orders answer and are asked in version 2."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator

from src.modules.orders.api.schemas.basic import FulfilmentOut, MoveOut, OrderFilters, OrderPaymentOut, PlaceOrderIn
from src.platform.http.documents import Document, members_of, names_in, narrowed, one_of
from src.platform.http.email import Email
from src.platform.http.keyset import CursorQuery
from src.platform.http.schemas import MoneyOut, Words


class ProductOut(Schema):
    """What was bought, as the catalogue has it now. `slug` is empty where it has it no more."""

    id: int
    sku: str
    name: str
    slug: str
    image: str | None


class ExtendedOrderItemOut(Schema):
    """A variant as of the day of purchase: `sku` and `options` say which. `product` comes with `expand`."""

    id: int
    product_id: int
    variant_id: int
    sku: str
    name: str
    options: dict[str, str]
    unit_price: MoneyOut
    quantity: int
    line_total: MoneyOut
    product: ProductOut | None = None


class ExtendedAttemptOut(Schema):
    """A charge or a refund, and how it stands."""

    id: UUID
    type: str
    method: str
    status: str
    amount: MoneyOut
    currency: str
    code: str
    created_at: datetime
    updated_at: datetime


class ExtendedOrderOut(Schema):
    """An order. `fields` narrows it; `payments` and the items' `product` come with `expand`."""

    id: UUID
    number: str
    status: str
    payment_status: str
    payment_method: str
    items: list[ExtendedOrderItemOut]
    subtotal: MoneyOut
    discount_total: MoneyOut
    shipping_total: MoneyOut
    tax_total: MoneyOut
    total_price: MoneyOut
    currency: str
    shipping_address: dict[str, str]
    tracking_number: str
    note: str
    email: str | None = Field(description="A guest's; who has an account is written to there.")
    fulfilments: list[FulfilmentOut]
    history: list[MoveOut]
    created_at: datetime
    updated_at: datetime
    payment: OrderPaymentOut | None = None
    payments: list[ExtendedAttemptOut] | None = None


class PlacedOrderOut(ExtendedOrderOut):
    """A new order. A guest gets its `token`, to be sent as `X-Order-Token`."""

    token: str | None = None


class CheckoutIn(PlaceOrderIn):
    """As in version 1. A guest (`X-Cart-Token`) names the `email` to write to; an account has one already."""

    email: Email | None = None


_a_field = one_of(members_of(ExtendedOrderOut), "There is no field {!r}.")
_a_part = one_of({"items.product", "payments", "history"}, "{!r} cannot be expanded.")


class OrderShape(Schema):
    """Which fields, and how deep. `history` is always there."""

    fields_: Annotated[Words, AfterValidator(_a_field)] = Field("", alias="fields", description="`id,number,status`")
    expand: Annotated[Words, AfterValidator(_a_part)] = Field("", description="`items.product,payments,history`")

    def expands(self, part: str) -> bool:
        """Is this to be shown? Payments also where they are named among the fields."""
        return part in (*names_in(self.expand), *names_in(self.fields_))

    def cut(self, document: Document) -> Document:
        """The fields that were asked for."""
        return narrowed(document, names_in(self.fields_))


class OrderList(OrderFilters, OrderShape, CursorQuery):
    """Which orders, which page, which fields."""

    def filters(self) -> dict[str, Any]:
        """Which orders."""
        return {name: getattr(self, name) for name in OrderFilters.model_fields}
