"""The cart on the wire: what both versions are asked, and what version 1 answers."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictInt, model_validator

from src.modules.cart.models import LARGEST_QUANTITY
from src.platform.http.schemas import Body, Id, Line


class GoodsOut(Schema):
    id: int
    sku: str
    name: str
    slug: str
    image: str | None


class CartItemOut(Schema):
    id: int
    product: GoodsOut
    variant_id: int
    quantity: int
    unit_price: str
    line_total: str
    available: bool


class CartOut(Schema):
    id: UUID
    items: list[CartItemOut]
    subtotal: str
    currency: str
    item_count: int


class CartTotalsOut(Schema):
    subtotal: str
    discount_total: str
    shipping_total: str
    tax_total: str
    total: str
    currency: str
    item_count: int


class CartItemIn(Body):
    """One of `product_id` (if the product has a single variant), `variant_id`, `sku`."""

    product_id: Id | None = None
    variant_id: Id | None = None
    sku: Line | None = None
    quantity: Annotated[StrictInt, Field(ge=1, le=LARGEST_QUANTITY)] = 1

    @model_validator(mode="after")
    def names_one_thing(self) -> "CartItemIn":
        named = [name for name in ("product_id", "variant_id", "sku") if getattr(self, name) is not None]
        if len(named) != 1:
            raise ValueError("Name exactly one of product_id, variant_id and sku.")
        return self


class CartQuantityIn(Body):
    """0 removes the item."""

    quantity: Annotated[StrictInt, Field(ge=0, le=LARGEST_QUANTITY)]
