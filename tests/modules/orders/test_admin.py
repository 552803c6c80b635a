"""Staff move orders in the admin by the same rules as anybody else."""

import pytest
from django.test import Client

from src.modules.identity.models import User
from src.modules.orders.models import Order
from src.platform.auth.principal import Role
from tests.factories.shops import person, place, stock_of

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
