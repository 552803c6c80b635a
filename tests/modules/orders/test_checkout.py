"""From cart to order."""

import pytest

from tests.factories.shops import ADDRESS, fill_cart, stock_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_books_agree")]

OK = {"method": "test", "token": "tok_ok"}


def buy(caller, token="tok_ok", *, method="test", **more):
    return caller.post("orders/", {"shipping_address": ADDRESS, "payment": {"method": method, "token": token}, **more})


def test_a_cart_becomes_a_paid_order(ann, customer, mug):
    fill_cart(ann, {mug: 2})

    answer = buy(customer)

    assert answer.status_code == 201, answer.content
    order = answer.json()
    assert (order["status"], order["payment_status"]) == ("pending", "paid")
    assert (order["subtotal"], order["total_price"], order["currency"]) == ("39.80", "39.80", "EUR")
    assert [(i["sku"], i["quantity"], i["unit_price"], i["line_total"]) for i in order["items"]] == [
        ("MUG", 2, "19.90", "39.80")
    ]
    assert [(h["status"], h["by"]) for h in order["history"]] == [("pending", str(ann))]
    assert stock_of(mug) == (10, 2, 2)
    assert customer.get("cart/").json()["items"] == []
    again = customer.get(f"orders/{order['id']}/").json()
    assert again == {**order, "payment": None}
