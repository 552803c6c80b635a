"""A customer sees what orders and carts hold about them, and can be forgotten; the books stay."""

import pytest

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


def test_a_forgotten_customer_leaves_orders_without_a_name(customer, admin, order):
    before = admin.get(f"orders/{order.id}/").json()
    forgotten = customer.delete("auth/me/", {"password": PASSWORD})
    after = admin.get(f"orders/{order.id}/").json()

    emptied = {part: ADDRESS[part] if part in ("country", "region") else "" for part in ADDRESS}
    assert forgotten.status_code == 204
    assert after["shipping_address"] == emptied
    assert {**after, "shipping_address": ADDRESS, "updated_at": ""} == {**before, "updated_at": ""}
