"""A customer sees what orders and carts hold about them, and can be forgotten; the books stay."""

import pytest

from src.platform.events.telling import tell
from tests.factories.callers import PASSWORD
from tests.factories.shops import ADDRESS, fill_cart, place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_books_agree")]


@pytest.fixture
def order(ann, mug):
    """Two mugs bought, one more in the cart."""
    placed = place(ann, {mug: 2})
    fill_cart(ann, {mug: 1})
    return placed


def test_an_export_holds_orders_and_cart(customer, order):
    exported = customer.get("auth/me/export/").json()

    name = exported["cart"][0]["name"]
    assert exported["cart"] == [{"sku": "MUG", "name": name, "quantity": 1}]
    assert [one["number"] for one in exported["orders"]] == [order.number]
    assert exported["orders"][0]["shipping_address"] == ADDRESS
    assert exported["orders"][0]["items"] == [{"sku": "MUG", "name": name, "quantity": 2}]


EMPTIED = {part: ADDRESS[part] if part in ("country", "region") else "" for part in ADDRESS}


def test_a_forgotten_customer_leaves_orders_without_a_name(customer, admin, order):
    admin.patch(f"orders/{order.id}/", {"status": "shipped"})
    before = admin.get(f"orders/{order.id}/").json()
    forgotten = customer.delete("auth/me/", {"password": PASSWORD})
    after = admin.get(f"orders/{order.id}/").json()

    assert forgotten.status_code == 204
    assert after["shipping_address"] == EMPTIED
    assert {**after, "shipping_address": ADDRESS, "updated_at": ""} == {**before, "updated_at": ""}


def address_of(admin, order):
    return admin.get(f"orders/{order.id}/").json()["shipping_address"]


@pytest.mark.parametrize("end", ["shipped", "cancelled"])
def test_a_parcel_that_is_awaited_keeps_its_address_until_it_is_on_its_way(customer, admin, order, end):
    customer.delete("auth/me/", {"password": PASSWORD})
    tell()
    awaited = address_of(admin, order)
    admin.patch(f"orders/{order.id}/", {"status": end})
    tell()

    assert [awaited, address_of(admin, order)] == [ADDRESS, EMPTIED]


def test_who_is_not_forgotten_keeps_the_address_of_every_order(customer, admin, order):
    admin.patch(f"orders/{order.id}/", {"status": "shipped"})
    tell()

    assert address_of(admin, order) == ADDRESS
