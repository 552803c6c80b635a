"""The newcomer's way: a shop full of goods, a purchase, and whatever dies in between."""

import email
import email.policy
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.operations.buying import buy_until, enrolled
from tests.operations.client import Client
from tests.operations.shop import MARKS, Shop, opened_folder, running, until

pytestmark = pytest.mark.operations

BUYERS = 4


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with opened_folder(demo=True) as data, running(data, demo=True, RATE_LIMIT_SCALE="0") as shop:
        yield shop


@pytest.fixture
def caller(shop: Shop) -> Iterator[Callable[[], Client]]:
    """Makes clients of the shop, and hangs up for them in the end."""
    with ExitStack() as calls:

        def call() -> Client:
            client = Client(shop.port)
            calls.callback(client.http.close)
            return client

        yield call


def something(client: Client) -> str:
    """The SKU of a good that is there in numbers."""
    page = client.call("GET", "products/?in_stock=true&ordering=-sold&page_size=50").json()
    details = (client.call("GET", f"products/{item['id']}/").json() for item in page["results"])
    return next(variant["sku"] for item in details for variant in item["variants"] if variant["stock"] > 40)


def test_a_newcomer_buys_something_and_is_told(shop, caller):
    customer = caller().sign_in(*shop.logins()["customer"])
    heard = []
    listening = threading.Thread(target=lambda: heard.append(next(customer.events("events/orders/"))), daemon=True)
    listening.start()
    time.sleep(1)

    assert customer.call("POST", "cart/", {"sku": something(customer), "quantity": 2}).status_code == 201
    order = customer.order("first").json()
    listening.join(timeout=10)

    assert (order["status"], order["payment_status"]) == ("pending", "paid")
    assert [(event["order_id"], event["status"]) for event in heard] == [(order["id"], "pending")]
    assert until(lambda: any(order["number"] in text for text in mails(shop)))


def mails(shop: Shop) -> list[str]:
    parsed = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (shop.data / "mail").glob("*.eml")
    ]
    bodies = [message.get_body(("plain",)) for message in parsed]
    return [body.get_content() for body in bodies if body is not None]


def test_what_was_answered_is_there_whatever_is_killed_meanwhile(shop, caller):
    admin = caller().sign_in(*shop.logins()["admin"], door="auth/admin/login/")
    buyers = [enrolled(admin, caller(), number) for number in range(BUYERS)]
    sku, over = something(admin), threading.Event()

    with ThreadPoolExecutor(BUYERS) as crowd:
        buying = [crowd.submit(buy_until, over, buyer, sku, number) for number, buyer in enumerate(buyers)]
        try:
            survived = {name: survives(shop, name) for name in MARKS}
        finally:
            over.set()
        answered = [outcome.result() for outcome in buying]

    assert survived == dict.fromkeys(MARKS, True)
    for buyer, orders in zip(buyers, answered, strict=True):
        listed = buyer.call("GET", "orders/?page_size=100").json()["results"]
        assert len(set(orders)) == len(orders) > 0
        assert {order["id"] for order in listed if order["payment_status"] == "paid"} >= set(orders)
    books = shop.manage("check_books")
    assert books.returncode == 0, books.stdout + books.stderr


def survives(shop: Shop, name: str) -> bool:
    """Whether the shop sells again after this process of it was killed."""
    victim = shop.child(name)
    assert victim is not None
    victim.send_signal(signal.SIGKILL)
    victim.wait(5)
    time.sleep(1)
    return until(lambda: shop.child(name) is not None and shop.is_open())
