"""What the cart answers and is asked in version 2."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, Field

from src.modules.cart.api.schemas.basic import GoodsOut
from src.platform.http.documents import Document, members_of, names_in, narrowed, one_of
from src.platform.http.schemas import MoneyOut, Words


class NewCartOut(Schema):
    """A guest's cart. The token is shown this once; send it as `X-Cart-Token`."""

    id: UUID
    token: str


class ExtendedCartItemOut(Schema):
    """A variant in a cart: `product.sku` and `options` say which."""

    id: int
    product: GoodsOut
    variant_id: int
    options: dict[str, str]
    quantity: int
    unit_price: MoneyOut
    line_total: MoneyOut
    available: bool


class ExtendedCartOut(Schema):
    """A cart. `fields` narrows it."""

    id: UUID
    items: list[ExtendedCartItemOut]
    subtotal: MoneyOut
    currency: str
    item_count: int


class ExtendedCartTotalsOut(Schema):
    """What a cart costs."""

    subtotal: MoneyOut
    discount_total: MoneyOut
    shipping_total: MoneyOut
    tax_total: MoneyOut
    total: MoneyOut
    currency: str
    item_count: int


_a_field = one_of(members_of(ExtendedCartOut), "There is no field {!r}.")
_a_part = one_of({"items.product"}, "{!r} cannot be expanded.")


class CartShape(Schema):
    """Which fields. The products of a cart are always whole."""

    fields_: Annotated[Words, AfterValidator(_a_field)] = Field("", alias="fields", description="`items,subtotal`")
    expand: Annotated[Words, AfterValidator(_a_part)] = Field("", description="`items.product`")

    def cut(self, document: Document) -> Document:
        """The fields that were asked for."""
        return narrowed(document, names_in(self.fields_))
