"""The sellers' own site: their rows, their moves, and nothing of anybody else."""

import pytest
from django.test import Client

from src.modules.catalog.models import Variant
from src.modules.identity.models import User
from src.modules.inventory.models import StockItem, StockMovement
from src.modules.orders.models import Fulfilment, Order
from src.platform.auth.roles import Role
from tests.factories.callers import PASSWORD
from tests.factories.shops import goods, person, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unhurried(settings):
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0


def enter(user_id, door="/seller/login/"):
    client = Client()
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    client.post(door, {"username": email, "password": PASSWORD})
    return client


@pytest.fixture
def seller(db):
    return person(Role.SELLER)


@pytest.fixture
def sold(seller):
    """An order of the seller's goods and a rival's: the own part and the rival's."""
    variants = {goods(seller=seller, sku="OWN"): 2, goods(seller=person(Role.SELLER), sku="OTHER"): 1}
    order = place(person(), variants)
    own, other = (Fulfilment.objects.get(order_id=order.id, lines__sku=sku) for sku in ("OWN", "OTHER"))
    return own, other


def test_only_approved_sellers_get_in(seller):
    waiting = person(Role.SELLER)
    User.objects.filter(pk=waiting).update(seller_approved=False)
    people = {"seller": seller, "waiting": waiting, "customer": person(), "admin": person(Role.ADMIN)}

    assert {name: enter(one).get("/seller/").status_code for name, one in people.items()} == {
        "seller": 200, "waiting": 302, "customer": 302, "admin": 302,
    }  # fmt: skip
    assert enter(seller).get("/admin/").status_code == 302


def test_a_seller_who_is_stopped_is_out_at_once(seller):
    client = enter(seller)
    assert client.get("/seller/").status_code == 200

    User.objects.filter(pk=seller).update(seller_approved=False)

    assert client.get("/seller/").status_code == 302


@pytest.mark.parametrize(
    ("path", "own", "other"),
    [("catalog/product/", "OWN", "OTHER"), ("catalog/variant/", "OWN", "OTHER")],
)
def test_lists_show_the_own_rows_alone(seller, sold, path, own, other):
    page = enter(seller).get(f"/seller/{path}").content.decode()

    assert (own in page, other in page) == (True, False)


def test_the_page_of_somebody_else_s_row_is_not_found(seller, sold):
    own, other = sold
    client = enter(seller)
    rival = Variant.objects.get(sku="OTHER")
    stock = rival.stock_item.on_hand

    assert client.get(f"/seller/orders/fulfilment/{own.pk}/change/").status_code == 200
    for path in (
        f"orders/fulfilment/{other.pk}/change/", f"catalog/variant/{rival.pk}/change/",
        f"catalog/product/{rival.product_id}/change/",
    ):  # fmt: skip
        assert client.get(f"/seller/{path}").status_code == 302
    client.post(f"/seller/catalog/variant/{rival.pk}/count/", {"set_to": 99, "reason": "mine now"})
    client.post("/seller/orders/fulfilment/", {"action": "shipped_parts", "_selected_action": [str(other.pk)]})
    assert StockItem.objects.get(pk=rival.stock_item_id).on_hand == stock
    assert Fulfilment.objects.get(pk=other.pk).status == "pending"


def test_a_seller_ships_the_own_part_of_an_order(seller, sold):
    own, _ = sold

    enter(seller).post("/seller/orders/fulfilment/", {"action": "shipped_parts", "_selected_action": [str(own.pk)]})

    assert Fulfilment.objects.get(pk=own.pk).status == "shipped"
    assert Order.objects.get(pk=own.order_id).status == "pending"


def test_a_seller_sets_the_stock_with_a_reason(seller, sold):
    variant = Variant.objects.get(sku="OWN")
    client = enter(seller)
    address = f"/seller/catalog/variant/{variant.pk}/count/"
    assert address in client.get(f"/seller/catalog/variant/{variant.pk}/change/").content.decode()

    client.post(address, {"set_to": 30, "reason": "Found a box"})

    newest = StockMovement.objects.filter(item_id=variant.stock_item_id).latest("pk")
    assert (newest.quantity, newest.reason, newest.actor) == (22, "Found a box", str(seller))


def test_the_front_page_tells_the_seller_s_own_figures(seller, sold):
    page = enter(seller).get("/seller/").content.decode()

    assert "39.80 EUR" in page
    assert "59.70 EUR" not in page
