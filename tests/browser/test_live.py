"""EventSource in a real browser: an order's way, through a restart of the stream process, and nobody else's."""

import signal
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.operations.buying import PASSWORD, enrolled, make_admin, purchase, stocked
from tests.operations.client import Client
from tests.operations.shop import Shop, until

pytestmark = [pytest.mark.browser, pytest.mark.operations]

LISTEN = """
(path) => {
  window.heard = [];
  window.source = new EventSource(path);
  for (const type of ["order.placed", "order.status_changed", "payment.status_changed"])
    source.addEventListener(type, ({ data, lastEventId: id }) => heard.push({ id: Number(id), ...JSON.parse(data) }));
}
"""
OPEN, CLOSED = "source.readyState === EventSource.OPEN", "source.readyState === EventSource.CLOSED"
PATIENCE = 15_000


@pytest.fixture(scope="module")
def admin(shop: Shop) -> Iterator[Client]:
    admin = make_admin(shop)
    stocked(admin, stock=100)
    yield admin
    admin.http.close()


@pytest.fixture(scope="module")
def customers(shop: Shop, admin: Client) -> Iterator[list[Client]]:
    customers = [enrolled(admin, Client(shop.port), number) for number in range(2)]
    yield customers
    for customer in customers:
        customer.http.close()


@pytest.fixture
def page(browser: Any, shop: Shop) -> Iterator[Callable[[], Any]]:
    """Opens the live page, each time as another visitor: with no cookies."""
    contexts = []

    def visit() -> Any:
        contexts.append(browser.new_context(base_url=f"http://127.0.0.1:{shop.port}"))
        opened = contexts[-1].new_page()
        opened.set_default_timeout(PATIENCE)
        opened.goto("/demo/")
        return opened

    yield visit
    for context in contexts:
        context.close()


def ticket_of(customer: Client) -> str:
    return f"/api/v1/events/orders/?ticket={customer.call('POST', 'events/tickets/').json()['ticket']}"


def best_seller(client: Client) -> str:
    """A SKU of the product that the page shows first."""
    first = client.call("GET", "products/?page_size=1&ordering=-sold").json()["results"][0]
    variants = client.call("GET", f"products/{first['id']}/").json()["variants"]
    return next(str(variant["sku"]) for variant in variants if variant["stock"] > 0)


def bought(customer: Client, key: str, sku: str = "MUG") -> dict[str, Any]:
    answer = purchase(customer, sku, key)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def move(admin: Client, order: dict[str, Any], status: str) -> None:
    assert admin.call("PATCH", f"orders/{order['id']}/", {"status": status}).status_code == 200


def restart_streams(shop: Shop, meanwhile: Callable[[], None]) -> None:
    process = shop.child("stream")
    assert process is not None
    process.send_signal(signal.SIGKILL)
    process.wait(5)
    meanwhile()
    assert until(lambda: shop.child("stream") not in (None, process))


def test_a_customers_page_hears_of_the_order_through_a_restart_and_of_nobody_elses(shop, admin, customers, page):
    ann, bob = customers
    anns = page()
    anns.evaluate(LISTEN, ticket_of(ann))
    anns.wait_for_function(OPEN)

    bought(bob, "bob")
    order = bought(ann, "ann")
    move(admin, order, "shipped")
    anns.wait_for_function("heard.some((message) => message.status === 'shipped')")
    restart_streams(shop, meanwhile=lambda: move(admin, order, "delivered"))
    anns.wait_for_function("heard.some((message) => message.status === 'delivered')")
    heard = anns.evaluate("heard")

    states = list(dict.fromkeys(message["status"] for message in heard))
    ids = [message["id"] for message in heard]
    assert {message["number"] for message in heard} == {order["number"]}
    assert states == ["pending", "shipped", "delivered"]
    assert ids == sorted(set(ids))


def test_a_used_ticket_opens_nothing_for_another_browser(customers, page):
    path = ticket_of(customers[0])
    first, second = page(), page()
    first.evaluate(LISTEN, path)
    first.wait_for_function(OPEN)

    second.evaluate(LISTEN, path)

    second.wait_for_function(CLOSED)
    assert first.evaluate(OPEN) is True


def test_the_live_page_shows_orders_and_counters_as_they_move(shop, admin, customers, page):
    shown = page()
    shown.fill("input[name=email]", "buyer0@shop.example")
    shown.fill("input[name=password]", PASSWORD)
    shown.click("#log-in button")
    for state in ("orders-state", "products-state"):
        shown.wait_for_function(f"document.getElementById('{state}').textContent === 'live'")
    sold = int(shown.inner_text("#products b"))

    order = bought(customers[0], "shown", best_seller(admin))
    row = f"tr[data-order='{order['id']}']"
    shown.wait_for_selector(row)
    shown.wait_for_function(f"document.querySelector('#products b').textContent === '{sold + 1}'")
    restart_streams(shop, meanwhile=lambda: move(admin, order, "shipped"))

    shown.wait_for_function(f'document.querySelector("{row}").cells[1].textContent === "shipped"')


@pytest.mark.parametrize(("version", "other"), [("1", "2"), ("2", "1")])
def test_the_documentation_asks_no_foreign_host_and_switches_versions(browser, shop, version, other):
    page, asked, failed = browser.new_page(), set(), []
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc or urlsplit(request.url).scheme))
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.on("pageerror", lambda error: failed.append(str(error)))

    page.goto(f"http://127.0.0.1:{shop.port}/api/v{version}/docs/")
    page.wait_for_selector(f'.opblock-summary-path[data-path^="/api/v{version}/"]')
    page.locator("select").first.select_option(label=f"v{other}")
    page.wait_for_selector(f'.opblock-summary-path[data-path^="/api/v{other}/"]')
    page.close()

    assert asked - {"data"} == {f"127.0.0.1:{shop.port}"}
    assert failed == []
