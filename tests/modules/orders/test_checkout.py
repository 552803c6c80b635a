"""From cart to order: all of it, or nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from src.modules.orders.models import Order
from src.platform.events.models import OutboxEvent
from tests.factories.shops import ADDRESS, caller_of, fill_cart, goods, person, place, stock_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_books_agree")]


def buy(caller, token="tok_ok", *, method="test", headers=None, **more):
    body = {"shipping_address": ADDRESS, "payment": {"method": method, "token": token}, **more}
    return caller.post("orders/", body, **(headers or {}))


def refusal(answer):
    return answer.status_code, answer.json()["code"]


def events():
    return list(OutboxEvent.objects.filter(name__startswith="orders.").order_by("pk").values_list("name", flat=True))


def nothing_happened(caller, variant, *, in_cart, stock):
    assert caller.get("orders/").json()["count"] == 0
    assert events() == []
    assert [item["quantity"] for item in caller.get("cart/").json()["items"]] == in_cart
    assert stock_of(variant) == (stock, 0, 0)


def test_a_cart_becomes_a_paid_order(ann, customer, mug):
    fill_cart(ann, {mug: 2})

    answer = buy(customer)

    assert answer.status_code == 201, answer.content
    order = answer.json()
    assert (order["status"], order["payment_status"]) == ("pending", "paid")
    assert (order["subtotal"], order["total_price"], order["currency"]) == ("39.80", "39.80", "EUR")
    assert [(item["sku"], item["quantity"], item["line_total"]) for item in order["items"]] == [("MUG", 2, "39.80")]
    assert [(step["status"], step["by"]) for step in order["history"]] == [("pending", str(ann))]
    assert stock_of(mug) == (10, 2, 2)
    assert customer.get("cart/").json()["items"] == []
    assert events() == ["orders.OrderPlaced", "orders.PaymentStatusChanged"]


def test_the_answer_is_what_the_order_looks_like_ever_after(ann, customer, mug):
    fill_cart(ann, {mug: 2, goods(): 1})

    placed = buy(customer).json()

    assert customer.get(f"orders/{placed['id']}/").json() == {**placed, "payment": None}


@pytest.mark.parametrize(
    ("token", "status", "code"),
    [
        ("tok_declined", 402, "payment_declined"),
        ("tok_unheard_of", 402, "payment_declined"),
        ("tok_error", 502, "gateway_error"),
        ("tok_timeout", 504, "gateway_timeout"),
    ],
)
def test_a_payment_that_fails_leaves_nothing_behind(ann, customer, mug, token, status, code):
    fill_cart(ann, {mug: 2})

    answer = buy(customer, token)

    assert refusal(answer) == (status, code)
    nothing_happened(customer, mug, in_cart=[2], stock=10)


def test_who_was_declined_can_try_again(ann, customer, mug):
    fill_cart(ann, {mug: 2})
    buy(customer, "tok_declined")

    assert buy(customer).status_code == 201


def test_more_than_there_is_names_every_short_line(ann, customer, mug):
    lamp = goods(stock=1, sku="LAMP")
    fill_cart(ann, {mug: 2, lamp: 1})
    place(rival := person(), {lamp: 1})

    answer = buy(customer)

    assert refusal(answer) == (409, "insufficient_stock")
    assert answer.json()["items"] == [{"sku": "LAMP", "requested": 1, "available": 0}]
    assert customer.get("orders/").json()["count"] == 0
    assert [item["available"] for item in customer.get("cart/").json()["items"]] == [True, False]
    assert Order.objects.placed().get().customer_id == rival


def test_an_empty_cart_is_no_order(customer):
    assert refusal(buy(customer)) == (409, "cart_empty")


def test_a_total_that_is_no_longer_true_is_told_and_nothing_is_charged(ann, customer, mug):
    fill_cart(ann, {mug: 2})

    answer = buy(customer, expected_total="39.79")

    assert refusal(answer) == (409, "price_changed")
    assert answer.json()["total"] == "39.80"
    nothing_happened(customer, mug, in_cart=[2], stock=10)
    assert buy(customer, expected_total="39.80").status_code == 201


def test_without_payment_the_order_waits_for_its_money(ann, customer, mug):
    fill_cart(ann, {mug: 2})

    order = customer.post("orders/", {"shipping_address": ADDRESS}).json()

    assert (order["status"], order["payment_status"], order["payment"]) == ("pending", "unpaid", None)
    assert stock_of(mug) == (10, 2, 0)


def test_a_payment_that_needs_the_customer_says_so(ann, customer, mug):
    fill_cart(ann, {mug: 1})

    order = buy(customer, "tok_requires_action").json()

    assert (order["payment_status"], order["payment"]["status"]) == ("unpaid", "requires_action")
    assert order["payment"]["client_secret"].startswith("secret_")


def test_nobody_holds_too_many_unpaid_orders(ann, customer, mug, settings):
    settings.MAX_UNPAID_ORDERS = 2
    for _ in range(2):
        place(ann, {mug: 1}, payment=None)
    fill_cart(ann, {mug: 1})

    assert refusal(buy(customer)) == (409, "too_many_unpaid_orders")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "shipping_address"),
        ({"shipping_address": ADDRESS, "address_id": "01890000-0000-7000-8000-000000000000"}, "address_id"),
        ({"shipping_address": {**ADDRESS, "country": "XX"}}, "shipping_address.country"),
        ({"shipping_address": ADDRESS, "payment": {"method": "gold", "token": "x"}}, "payment.method"),
        ({"shipping_address": ADDRESS, "expected_total": "1.001"}, "expected_total"),
        ({"shipping_address": ADDRESS, "colour": "red"}, "colour"),
    ],
)
def test_bad_input_is_named(ann, customer, mug, body, field):
    fill_cart(ann, {mug: 1})

    answer = customer.post("orders/", body)

    assert refusal(answer) == (422, "validation_failed")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def statements(act):
    with CaptureQueriesContext(connection) as captured:
        assert act().status_code == 201
    return [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


@pytest.mark.parametrize("lines", [1, 3])
def test_a_checkout_takes_twelve_statements_however_long_the_cart(ann, customer, lines):
    fill_cart(ann, {goods(): 1 for _ in range(lines)})

    made = statements(lambda: buy(customer))

    assert len(made) == 12, "\n".join(made)


def test_an_idempotency_key_costs_two_statements_more(ann, customer, mug):
    fill_cart(ann, {mug: 1})

    assert len(statements(lambda: buy(customer, headers={"Idempotency-Key": "k1"}))) == 14


def test_the_same_key_gives_the_first_answer_byte_for_byte(ann, customer, mug):
    fill_cart(ann, {mug: 1})
    first = buy(customer, headers={"Idempotency-Key": "k1"})

    again = buy(customer, headers={"Idempotency-Key": "k1"})

    assert (again.status_code, again.content) == (201, first.content)
    assert (again["Idempotent-Replayed"], again["Content-Type"]) == ("true", first["Content-Type"])
    assert customer.get("orders/").json()["count"] == 1


def test_the_same_key_with_another_body_is_refused(ann, customer, mug):
    fill_cart(ann, {mug: 1})
    buy(customer, headers={"Idempotency-Key": "k1"})

    assert refusal(buy(customer, note="please", headers={"Idempotency-Key": "k1"})) == (422, "idempotency_key_reused")


@pytest.mark.parametrize("token", ["tok_error", "tok_timeout"])
def test_a_key_is_free_again_after_a_gateway_failed(ann, customer, mug, token):
    fill_cart(ann, {mug: 1})
    buy(customer, token, headers={"Idempotency-Key": "k1"})

    assert buy(customer, headers={"Idempotency-Key": "k1"}).status_code == 201


def test_a_declined_payment_is_remembered_under_its_key(ann, customer, mug):
    fill_cart(ann, {mug: 1})
    first = buy(customer, "tok_declined", headers={"Idempotency-Key": "k1"})

    again = buy(customer, "tok_declined", headers={"Idempotency-Key": "k1"})

    assert (again.status_code, again.content, again["Idempotent-Replayed"]) == (402, first.content, "true")


def test_keys_of_different_people_have_nothing_to_do_with_each_other(ann, customer, mug):
    bob = person()
    fill_cart(ann, {mug: 1})
    fill_cart(bob, {mug: 1})

    first = buy(customer, headers={"Idempotency-Key": "k1"}).json()
    second = buy(caller_of(bob), headers={"Idempotency-Key": "k1"}).json()

    assert first["id"] != second["id"]
