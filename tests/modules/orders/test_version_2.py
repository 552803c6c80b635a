"""Version 2: guests buy too, amounts are objects, lists go by cursor, nothing is changed but as it was read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from src.modules.catalog.contracts import VariantDraft
from src.modules.notifications.contracts import Kind, News
from src.modules.notifications.services import tell
from src.modules.orders.api.schemas.basic import OrderOut
from src.modules.orders.api.schemas.extended import ExtendedOrderOut, PlacedOrderOut
from src.modules.orders.models import Order
from src.platform.auth.principal import Role
from src.platform.mail.composing import compose
from src.platform.mail.models import OutgoingMail
from tests.factories.callers import Caller
from tests.factories.goods import product
from tests.factories.shops import ADDRESS, caller_of, fill_cart, goods, person, place, stock_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_books_agree")]

PAYMENT = {"method": "test", "token": "tok_ok"}
BODY = {"shipping_address": ADDRESS, "payment": PAYMENT}
KEY = {"Idempotency-Key": "k1"}


@pytest.fixture
def buyer(ann):
    return caller_of(ann, version=2)


@pytest.fixture
def staff(db):
    return caller_of(person(Role.ADMIN), Role.ADMIN, version=2)


class Guest(Caller):
    """Somebody with a cart and no account."""

    def __init__(self, quantities):
        super().__init__(2)
        self.cart = self.post("carts/").json()
        self.shown = {"X-Cart-Token": self.cart["token"]}
        for variant, quantity in quantities.items():
            self.post(f"carts/{self.cart['id']}/items/", {"variant_id": variant, "quantity": quantity}, **self.shown)

    def buy(self, key="k1", **more):
        body = {**BODY, "email": "guest@example.com", **more}
        return self.post("orders/", body, **self.shown, **{"Idempotency-Key": key})


def refusal(answer):
    return answer.status_code, answer.json()["code"]


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


def test_a_cart_becomes_an_order_with_money_as_objects(ann, buyer, mug):
    fill_cart(ann, {mug: 2})

    answer = buyer.post("orders/", BODY, **KEY)

    order = answer.json()
    assert answer.status_code == 201
    assert (order["subtotal"], order["total_price"], order["currency"]) == (euros("39.80"), euros("39.80"), "EUR")
    assert (order["items"][0]["unit_price"], order["items"][0]["line_total"]) == (euros("19.90"), euros("39.80"))
    assert "token" not in order
    assert answer["Location"].endswith(f"/api/v2/orders/{order['id']}/")
    again = buyer.post("orders/", BODY, **KEY)
    assert (again.content, again["Idempotent-Replayed"]) == (answer.content, "true")


def test_a_checkout_without_a_key_is_refused(ann, buyer, mug):
    fill_cart(ann, {mug: 2})

    assert refusal(buyer.post("orders/", BODY)) == (400, "idempotency_key_required")
    assert not Order.objects.exists()


def test_a_line_says_which_variant_it_is(ann, buyer):
    drafts = [VariantDraft(sku=f"SHIRT-{size}", price=1000, stock=5, options={"Size": size}) for size in "SM"]
    product("Shirt", variants=drafts)
    shown = buyer.post("cart/", {"sku": "SHIRT-M"}).json()["items"][0]

    line = buyer.post("orders/", BODY, **KEY).json()["items"][0]

    assert (shown["options"], shown["variant_id"]) == ({"Size": "M"}, line["variant_id"])
    assert (line["options"], line["sku"]) == ({"Size": "M"}, "SHIRT-M")


def test_a_changed_price_is_told_in_objects(ann, buyer, mug):
    fill_cart(ann, {mug: 2})

    answer = buyer.post("orders/", {**BODY, "expected_total": "1.00"}, **KEY)

    assert refusal(answer) == (409, "price_changed")
    assert (answer.json()["total"], answer.json()["subtotal"]) == (euros("39.80"), euros("39.80"))


def test_an_order_changes_only_as_it_was_read(ann, buyer, staff, mug):
    order = place(ann, {mug: 1})
    read = {"If-Match": staff.get(f"orders/{order.id}/")["ETag"]}

    shipped = staff.patch(f"orders/{order.id}/", {"status": "shipped", "tracking_number": "T1"}, **read)

    assert (shipped.status_code, shipped.json()["status"]) == (200, "shipped")
    assert refusal(staff.patch(f"orders/{order.id}/", {"status": "delivered"}, **read)) == (412, "stale")
    assert refusal(buyer.delete(f"orders/{order.id}/", **read)) == (412, "stale")
    delivered = staff.patch(f"orders/{order.id}/", {"status": "delivered"}, **{"If-Match": shipped["ETag"]})
    assert delivered.json()["status"] == "delivered"


def test_a_move_of_one_seller_makes_stale_what_was_read_before(ann, staff, mug):
    seller = person(Role.SELLER)
    order = place(ann, {mug: 1, goods(seller=seller): 1})
    read = {"If-Match": staff.get(f"orders/{order.id}/")["ETag"]}

    caller_of(seller, Role.SELLER, version=2).patch(f"orders/{order.id}/", {"status": "shipped"})

    assert refusal(staff.patch(f"orders/{order.id}/", {"status": "cancelled"}, **read)) == (412, "stale")


def test_a_list_goes_by_cursor(ann, buyer, mug):
    placed = [str(place(ann, {mug: 1}).id) for _ in range(3)][::-1]

    first = buyer.get("orders/?limit=2&count=exact").json()
    place(ann, {mug: 1})
    second = buyer.get(f"orders/?limit=2&cursor={first['next_cursor']}").json()

    assert [order["id"] for order in (*first["items"], *second["items"])] == placed
    assert (first["total_count"], second["next_cursor"]) == (3, None)
    assert refusal(buyer.get("orders/?cursor=forged")) == (422, "invalid_cursor")
    assert refusal(buyer.get("orders/?limit=101")) == (422, "validation_failed")


def test_fields_and_parts_are_chosen(ann, buyer, mug):
    order = place(ann, {mug: 1})

    narrow = buyer.get(f"orders/{order.id}/?fields=id,status").json()
    deep = buyer.get(f"orders/{order.id}/?expand=items.product,payments,history").json()

    assert narrow == {"id": str(order.id), "status": "pending"}
    assert deep["items"][0]["product"]["sku"] == "MUG"
    assert [(one["type"], one["status"], one["amount"]) for one in deep["payments"]] == [
        ("charge", "captured", euros("19.90"))
    ]
    assert [move["status"] for move in deep["history"]] == ["pending"]
    for unknown in ("fields=price", "expand=seller"):
        assert refusal(buyer.get(f"orders/?{unknown}")) == (422, "validation_failed")


def test_sellers_learn_of_no_payments(ann):
    seller = person(Role.SELLER)
    order = place(ann, {goods(seller=seller): 1})

    seen = caller_of(seller, Role.SELLER, version=2).get(f"orders/{order.id}/?expand=payments").json()

    assert (seen["payments"], seen["email"]) == ([], None)


@pytest.mark.parametrize("count", [1, 3])
def test_an_expanded_list_takes_seven_statements_however_long(ann, buyer, mug, count):
    for _ in range(count):
        place(ann, {mug: 1})

    with CaptureQueriesContext(connection) as made:
        listed = buyer.get("orders/?expand=items.product,payments").json()["items"]

    assert (len(listed), len(made)) == (count, 8)


def test_answers_are_as_they_are_declared(ann, buyer, customer, mug):
    order = place(ann, {mug: 1})
    deep = buyer.get(f"orders/{order.id}/?expand=items.product,payments").json()
    placed = Guest({mug: 1}).buy().json()

    for schema, document in (
        (OrderOut, customer.get(f"orders/{order.id}/").json()),
        (ExtendedOrderOut, deep),
        (PlacedOrderOut, placed),
    ):
        assert set(schema.model_validate(document).model_dump(exclude_unset=True)) == set(document)


def test_a_guest_buys_and_follows_the_order(mug):
    guest = Guest({mug: 2})

    answer = guest.buy()
    order = answer.json()
    shown = {"X-Order-Token": order["token"]}

    assert (answer.status_code, order["payment_status"], order["email"]) == (201, "paid", "guest@example.com")
    assert answer["X-Order-Token"] == order["token"]
    assert stock_of(mug) == (10, 2, 2)
    followed = guest.get(f"orders/{order['id']}/", **shown)
    assert followed.json() == {**{k: v for k, v in order.items() if k != "token"}, "payment": None}
    assert [move["by"] for move in followed.json()["history"]] == ["guest"]
    assert len(guest.get(f"orders/{order['id']}/payments/", **shown).json()) == 1
    assert guest.delete(f"orders/{order['id']}/", **shown).status_code == 204
    assert guest.get(f"orders/{order['id']}/", **shown).json()["payment_status"] == "refunded"
    assert refusal(guest.delete(f"orders/{order['id']}/", **shown)) == (409, "invalid_transition")


def test_a_guest_may_pay_later(mug):
    guest = Guest({mug: 1})
    order = guest.buy(payment=None).json()
    shown = {"X-Order-Token": order["token"]}

    paid = guest.post(f"orders/{order['id']}/pay/", PAYMENT, **shown, **KEY)

    assert (order["payment_status"], paid.status_code, paid.json()["payment_status"]) == ("unpaid", 200, "paid")
    again = guest.post(f"orders/{order['id']}/pay/", PAYMENT, **shown, **KEY)
    assert (again.content, again["Idempotent-Replayed"]) == (paid.content, "true")


def test_the_same_key_of_a_guest_gives_the_first_answer_byte_for_byte(mug):
    guest = Guest({mug: 1})

    first, again, other = guest.buy(), guest.buy(), guest.buy("k2")

    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    assert refusal(other) == (409, "cart_empty")


@pytest.mark.parametrize("token", ["tok_declined", "tok_error"])
def test_a_guest_whose_payment_failed_can_try_again(mug, token):
    guest = Guest({mug: 1})

    assert guest.buy(payment={"method": "test", "token": token}).status_code in (402, 502)
    assert (stock_of(mug), guest.buy("k2").status_code) == ((10, 0, 0), 201)


def test_what_a_guest_has_to_say_is_named(mug, ann):
    guest = Guest({mug: 1})
    keyed = {**guest.shown, **KEY}

    assert guest.post("orders/", BODY, **KEY).status_code == 401
    without_email = guest.post("orders/", BODY, **keyed)
    assert (refusal(without_email), without_email.json()["errors"][0]["field"]) == ((422, "validation_failed"), "email")
    of_another = {"address_id": "01890000-0000-7000-8000-000000000000", "email": "guest@example.com"}
    assert guest.post("orders/", of_another, **keyed).json()["errors"][0]["field"] == "address_id"
    assert refusal(guest.post("orders/", {**BODY, "email": "nowhere"}, **keyed)) == (422, "validation_failed")
    guest.shown = {"X-Cart-Token": "guessed"}
    assert refusal(guest.buy()) == (404, "unknown_cart")


def test_a_guests_order_is_the_guests_alone(ann, buyer, customer, staff, mug):
    guest, own = Guest({mug: 1}), place(ann, {mug: 1})
    order = guest.buy().json()

    assert guest.get(f"orders/{order['id']}/").status_code == 401
    for wrong in ("guessed", "é"):
        assert refusal(guest.get(f"orders/{order['id']}/", **{"X-Order-Token": wrong})) == (404, "unknown_order")
    assert refusal(guest.get(f"orders/{own.id}/", **{"X-Order-Token": order["token"]})) == (404, "unknown_order")
    assert refusal(buyer.get(f"orders/{order['id']}/")) == (404, "unknown_order")
    assert buyer.get(f"orders/{order['id']}/", **{"X-Order-Token": order["token"]}).status_code == 200
    assert customer.get("orders/").json()["count"] == 1
    assert staff.get("orders/?count=exact").json()["total_count"] == 2


def test_who_has_an_account_with_the_same_address_does_not_get_the_guests_orders(mug):
    Guest({mug: 1}).buy(email="Late@example.com")

    late = caller_of(person(), version=2)

    assert late.get("orders/").json()["items"] == []


def test_one_address_holds_a_few_unpaid_orders_of_guests(mug, settings):
    settings.MAX_UNPAID_ORDERS = 1
    Guest({mug: 1}).buy(payment=None)

    assert refusal(Guest({mug: 1}).buy(payment=None, email="GUEST@example.com")) == (409, "too_many_unpaid_orders")


def test_a_guest_is_written_to_and_the_mail_leads_to_the_order(mug):
    order = Guest({mug: 1}).buy().json()
    about = {"order_id": Order.objects.get().pk, "number": order["number"]}
    news = News(kind=Kind.PLACED, event_id=1, user_id=None, **about)

    tell(news)
    tell(news)

    mail = OutgoingMail.objects.get()
    assert mail.recipient == "guest@example.com"
    assert order["token"] not in str(mail.context)
    assert f"/orders/{order['id']}/?token={order['token']}" in compose(mail).body
