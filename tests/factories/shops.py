"""A shop to buy in: people, goods, and buyers who act through the API or the services, as real ones do."""

from itertools import count
from typing import Any
from uuid import UUID

from django.db import transaction

from src.modules.cart import services as cart
from src.modules.cart.contracts import Holder
from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import CategoryDraft, ProductDraft, VariantDraft
from src.modules.identity import public as identity
from src.modules.inventory import public as inventory
from src.modules.orders.contracts import OrderView, PaymentChoice
from src.modules.orders.services import checkout
from src.platform.auth import tokens
from src.platform.auth.principal import Principal, Role
from src.platform.ids import uuid7
from tests.factories.callers import PASSWORD, Caller

ADDRESS = {
    "full_name": "Ann Example", "line1": "Hauptstr. 1", "city": "Berlin", "postal_code": "10115", "country": "DE",
}  # fmt: skip
PAID = PaymentChoice(method="test", token="tok_ok")

_numbers = count(1)


def person(role: Role = Role.CUSTOMER, **fields: Any) -> UUID:
    """Somebody with an account."""
    email = f"{role}-{next(_numbers)}@example.com"
    return identity.enrol(email=email, password=PASSWORD, role=role, **fields)


def caller_of(user_id: UUID, role: Role = Role.CUSTOMER, *, version: int = 1) -> Caller:
    """The person, signed in."""
    caller = Caller(version)
    caller.access = tokens.issue(Principal(user_id, role, uuid7()))
    return caller


def goods(*, stock: int = 10, price: int = 1990, currency: str = "EUR", seller: UUID | None = None, **more: Any) -> int:
    """A product with one variant on sale: the variant's id."""
    sku = more.pop("sku", f"SKU-{next(_numbers)}")
    with transaction.atomic():
        category = catalog.create_categories([CategoryDraft(name=f"Things {next(_numbers)}")])[0]
        draft = ProductDraft(
            name=more.pop("name", f"Thing {sku}"), currency=currency, seller_id=seller, category_ids=[category],
            variants=[VariantDraft(sku=sku, price=price, stock=stock)], **more,
        )  # fmt: skip
        (product,) = catalog.create_products([draft])
    return catalog.variants_of([product])[product][0]


def fill_cart(customer: UUID, quantities: dict[int, int]) -> None:
    """Put goods into somebody's cart."""
    for variant, quantity in quantities.items():
        cart.add(Holder(customer_id=customer), variant_id=variant, quantity=quantity)


def place(customer: UUID, quantities: dict[int, int], payment: PaymentChoice | None = PAID) -> OrderView:
    """Buy these goods."""
    fill_cart(customer, quantities)
    return checkout.place_order(checkout.Wish(customer_id=customer, address=ADDRESS, payment=payment))


def stock_of(variant: int) -> tuple[int, int, int]:
    """On hand, set aside, sold."""
    item = catalog.sellables([variant])[variant].stock_item_id
    level = inventory.levels([item])[item]
    return level.on_hand, level.reserved, level.sold
