"""The newcomer's way: a shop full of goods, and a purchase."""

import email
import email.policy
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.operations.client import Client
from tests.operations.shop import Shop, until

pytestmark = pytest.mark.operations


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
