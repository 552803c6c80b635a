"""An empty shop's first people and goods, and buyers who do not give up."""

import itertools
import threading
import time
from collections.abc import Callable
from functools import partial

import httpx

from tests.operations.client import Client
from tests.operations.shop import Shop

BOSS = "boss@shop.example"
# Seconds between two purchases: enough of a load, and something left for the other tests.
BREATH = 0.05
PASSWORD = "quite a long password 7"


def make_admin(shop: Shop, address: str = BOSS) -> Client:
    """An administrator made by the operator, signed in."""
    shop.environment |= {"DJANGO_SUPERUSER_EMAIL": address, "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    made = shop.manage("createsuperuser", "--noinput")
    assert made.returncode == 0, made.stdout + made.stderr
    return Client(shop.port).sign_in(address, PASSWORD, door="auth/admin/login/")


def enrolled(admin: Client, client: Client, number: int) -> Client:
    """A customer, signed in."""
    address = f"buyer{number}@shop.example"
    made = admin.call("POST", "users/", {"email": address, "password": PASSWORD, "name": "Ann"})
    assert made.status_code == 201, made.text
    return client.sign_in(address, PASSWORD)


def stocked(admin: Client, *, stock: int) -> str:
    """The SKU of a new product."""
    category = admin.call("POST", "categories/", {"name": "Kitchen"}).json()["id"]
    price = {"price": "10.00", "currency": "EUR"}
    product = {"name": "Mug", "sku": "MUG", "stock": stock, "category_ids": [category], **price}
    made = admin.call("POST", "products/", product)
    assert made.status_code == 201, made.text
    return str(made.json()["sku"])


def buy_until(over: threading.Event, buyer: Client, sku: str, number: int) -> list[str]:
    """Buy one after the other. A call that died is made again with the same key, as a careful client does."""
    answered: list[str] = []
    for turn in itertools.count():
        if over.is_set():
            return answered
        order = insist(partial(purchase, buyer, sku, f"{number}-{turn}"))
        if order is None:
            return answered
        answered.append(order)
        time.sleep(BREATH)
    raise AssertionError("unreachable")


def purchase(buyer: Client, sku: str, key: str) -> httpx.Response:
    """Never order before something is in the cart: the refusal would be kept under the key."""
    if not buyer.call("GET", "cart/").json()["items"]:
        added = buyer.call("POST", "cart/", {"sku": sku, "quantity": 1})
        if added.status_code != 201:
            return added
    return buyer.order(key)


def insist(attempt: Callable[[], httpx.Response]) -> str | None:
    """The order's id; None when there is nothing left to sell."""
    end, last = time.monotonic() + 90, ""
    while time.monotonic() < end:
        try:
            answer = attempt()
        except (httpx.TransportError, ValueError, KeyError):
            time.sleep(0.1)
            continue
        last = answer.text
        if answer.status_code == 201:
            return str(answer.json()["id"])
        if answer.json()["code"] == "insufficient_stock":
            return None
        time.sleep(0.1)
    raise AssertionError(f"never got through: {last}")
