"""Staff move orders in the admin by the same rules as anybody else."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from src.modules.identity.models import User
from src.modules.orders.models import Order
from src.modules.payments import public as payments
from src.platform.auth.principal import Role
from tests.factories.shops import goods, person, place, stock_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_books_agree")]


@pytest.fixture
def staff():
    browser = Client()
    user = User.objects.get(pk=person(Role.ADMIN))
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def act(staff, action, *orders):
    data = {"action": action, "_selected_action": [str(order.id) for order in orders]}
    return staff.post("/admin/orders/order/", data, follow=True)


def test_cancelling_in_the_admin_gives_stock_and_money_back(staff, ann, mug):
    order = place(ann, {mug: 2})

    page = act(staff, "cancelled_orders", order)

    assert page.status_code == 200
    found = Order.objects.get()
    assert (found.status, found.payment_status, stock_of(mug)) == ("cancelled", "refunded", (10, 0, 0))


def test_what_may_not_be_moved_is_said(staff, ann, mug):
    order = place(ann, {mug: 2}, payment=None)

    page = act(staff, "shipped_orders", order)

    assert "Only a paid order is shipped." in page.content.decode()
    assert Order.objects.get().status == "pending"


@pytest.mark.parametrize("path", ["orders/order/", "payments/paymentrecord/", "cart/cart/"])
def test_the_books_are_there_to_read(staff, ann, mug, path):
    place(ann, {mug: 2})

    assert staff.get(f"/admin/{path}").status_code == 200


def test_an_order_is_shown_with_all_that_belongs_to_it(staff, ann, mug):
    order = place(ann, {mug: 2})

    page = staff.get(f"/admin/orders/order/{order.id}/change/")

    assert page.status_code == 200
    assert "MUG" in page.content.decode()


def page_of(staff, order):
    return staff.get(f"/admin/orders/order/{order.id}/change/").content.decode()


def buttons(page):
    shown = page[page.index('id="moves"') : page.index('id="order_form"')]
    return [" ".join(label.split()) for label in re.findall(r"<button[^>]*>(.*?)</button>", shown, re.DOTALL)]


def press(staff, order, button, **fields):
    return staff.post(f"/admin/orders/order/{order.id}/{button}/", fields, follow=True).content.decode()


def test_the_page_offers_what_the_order_allows_and_no_more(staff, ann, mug):
    order, unpaid = place(ann, {mug: 1}), place(ann, {mug: 1}, payment=None)
    offered = [buttons(page_of(staff, order))]

    for to in ("shipped", "delivered", "returned"):
        offered.append(buttons(press(staff, order, "move", to=to)))

    assert offered == [["Ship", "Cancel", "Refund"], ["Deliver", "Refund"], ["Take back", "Refund"], []]
    assert buttons(page_of(staff, unpaid)) == ["Cancel"]


def test_shipping_on_the_page_keeps_the_tracking_number_and_who_did_it(staff, ann, mug):
    order = place(ann, {mug: 1})

    page = press(staff, order, "move", to="shipped", tracking_number=" 1Z999 ")

    found = Order.objects.prefetch_related("fulfilments", "history").get()
    assert [(part.status, part.tracking_number) for part in found.fulfilments.all()] == [("shipped", "1Z999")]
    assert {move.by for move in found.history.filter(status="shipped")} == {staff.session["_auth_user_id"]}
    assert "admin-" in page[page.index("History") :]


def test_a_refund_on_the_page_is_given_once_however_often_the_form_is_sent(staff, ann, mug):
    order = place(ann, {mug: 1})
    (form,) = re.findall(r'name="form" value="([^"]+)"', page_of(staff, order))

    for _ in range(2):
        press(staff, order, "refund", amount="5.00", form=form)

    assert balance_of(order) == (1990, 500)
    assert Order.objects.get().payment_status == "partially_refunded"


def balance_of(order):
    balance = payments.balances([str(order.id)])[str(order.id)]
    return balance.captured, balance.refunded


@pytest.mark.parametrize("amount", ["20.00", "0", "much", ""])
def test_a_refund_that_cannot_be_is_said(staff, ann, mug, amount):
    order = place(ann, {mug: 1})

    page = press(staff, order, "refund", amount=amount)

    assert "Refund:" in page
    assert balance_of(order) == (1990, 0)


@pytest.mark.parametrize("button", ["move", "refund"])
def test_a_button_is_posted_by_staff_from_our_own_page_and_else_does_nothing(staff, ann, mug, button):
    order = place(ann, {mug: 1})
    address, fields = f"/admin/orders/order/{order.id}/{button}/", {"to": "cancelled", "amount": "1.00"}
    forged, stranger = Client(enforce_csrf_checks=True), Client()
    forged.cookies = staff.cookies

    answers = [staff.get(address), forged.post(address, fields), stranger.post(address, fields)]

    assert [answer.status_code for answer in answers] == [405, 403, 302]
    assert (Order.objects.get().status, balance_of(order)) == ("pending", (1990, 0))


@pytest.mark.parametrize("to", ["opening", "pending", "somewhere", ""])
def test_an_order_is_not_moved_where_no_button_leads(staff, ann, mug, to):
    order = place(ann, {mug: 1})

    answer = staff.post(f"/admin/orders/order/{order.id}/move/", {"to": to})

    assert (answer.status_code, Order.objects.get().status) == (400, "pending")


STATEMENTS = {"": 4, "?status__exact=pending": 4, "?q=ann@example.com": 5, "{order}/change/": 11}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", STATEMENTS)
def test_lists_and_pages_take_few_statements_and_count_no_table(staff, ann, count, address):
    for _ in range(count):
        order = place(ann, {goods(seller=person(Role.SELLER, shop_name="Shop")): 1 for _ in range(count)})

    with CaptureQueriesContext(connection) as said:
        answer = staff.get(f"/admin/orders/order/{address.format(order=order.id)}")

    assert (answer.status_code, len(said)) == (200, STATEMENTS[address])
    assert not [query["sql"] for query in said if "COUNT(" in query["sql"] and "LIMIT" not in query["sql"]]


@pytest.mark.parametrize("asked", ["number", "start", "small", "id", "email", "EMAIL"])
def test_an_order_is_found_by_number_address_or_id(staff, ann, mug, asked):
    order, _ = place(ann, {mug: 1}), place(person(), {mug: 1})
    email = User.objects.get(pk=ann).email
    term = {
        "number": order.number, "start": order.number[:7], "small": order.number.lower(), "id": str(order.id),
        "email": email, "EMAIL": email.upper(),
    }[asked]  # fmt: skip

    page = staff.get("/admin/orders/order/", {"q": term}).content.decode()

    assert re.findall(r"/admin/orders/order/([0-9a-f-]{36})/change/", page) == [str(order.id)]


def test_a_guests_order_is_found_through_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Order.objects.bought_by_guest("Guest@example.com").order_by().explain()

    assert "orders_of_guest" in plan
