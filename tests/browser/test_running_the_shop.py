"""A day of the people who run the shop, in a real Chromium. Screenshots: BROWSER_SHOTS, else a temporary folder."""

import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page

from tests.operations.buying import PASSWORD, make_admin
from tests.operations.client import Client
from tests.operations.shop import Shop

pytestmark = [pytest.mark.browser, pytest.mark.operations]

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LISTEN = """async (access) => {
    const headers = {Authorization: `Bearer ${access}`};
    const answer = await fetch('/api/v1/events/tickets/', {method: 'POST', headers});
    const {ticket} = await answer.json();
    window.seen = [];
    const events = new EventSource(`/api/v1/events/orders/?ticket=${ticket}`);
    events.addEventListener('order.status_changed', (event) => window.seen.push(JSON.parse(event.data).status));
    await new Promise((opened) => { events.onopen = opened; });
}"""


@pytest.fixture(scope="module")
def shots() -> Path:
    return Path(os.environ.get("BROWSER_SHOTS") or tempfile.mkdtemp(prefix="mercer-shots-"))


@pytest.fixture(scope="module")
def desk(browser: Browser, shop: Shop) -> Iterator[Page]:
    """An admin's browser, logged in."""
    page = browser.new_context(viewport=DESK, base_url=address(shop)).new_page()  # type: ignore[arg-type]
    log_in(page, "/admin/", *shop.logins()["admin"])
    yield page
    page.context.close()


def address(shop: Shop) -> str:
    return f"http://127.0.0.1:{shop.port}"


def log_in(page: Page, site: str, email: str, password: str, otp: str = "") -> None:
    page.goto(site)
    page.fill("[name=username]", email)
    page.fill("[name=password]", password)
    page.fill("[name=otp]", otp)
    page.click("#login-form button[type=submit]")


def keep(page: Page, shots: Path, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=shots / f"{name}.png", full_page=True)


def test_an_order_is_shipped_and_the_customer_s_stream_sees_it(
    browser: Browser, shop: Shop, desk: Page, shots: Path
) -> None:
    client = Client(shop.port).sign_in(*shop.logins()["customer"])
    goods = client.call("GET", "products/?in_stock=true&page_size=1&ordering=-sold").json()["results"][0]
    client.call("POST", "cart/", {"variant_id": _variant(client, goods["id"]), "quantity": 1})
    order = client.order("a browser's order").json()
    client.http.close()
    page = browser.new_context(base_url=address(shop)).new_page()
    page.goto("/health/live")
    page.evaluate(LISTEN, client.http.headers["Authorization"].removeprefix("Bearer "))

    desk.goto(f"/admin/orders/order/?q={order['number']}")
    desk.check("input.action-select")
    desk.select_option("select[name=action]", label="Ship")
    desk.click("button[name=index]")

    page.wait_for_function("window.seen.length > 0", polling=100)
    assert page.evaluate("window.seen") == ["shipped"]
    assert "shipped" in desk.locator("#result_list").inner_text()
    keep(desk, shots, "orders")
    page.context.close()


def _variant(client: Client, product_id: int) -> int:
    variants = client.call("GET", f"products/{product_id}/").json()["variants"]
    return next(int(variant["id"]) for variant in variants if variant["stock"] > 0)


def test_the_stock_is_corrected_with_a_reason(desk: Page, shots: Path) -> None:
    desk.goto("/admin/inventory/stockitem/")
    keep(desk, shots, "stock")
    desk.click("#result_list tbody tr >> nth=0 >> a >> nth=0")
    number = desk.url.split("/")[-3]
    desk.goto(f"/admin/inventory/stockitem/{number}/correct/")
    desk.fill("[name=delta]", "3")
    desk.fill("[name=reason]", "Found behind the shelf")
    keep(desk, shots, "correct")
    desk.click("button:has-text('Correct')")

    desk.goto(f"/admin/inventory/stockmovement/?q={number}")
    assert desk.locator("#result_list tbody tr >> nth=0").inner_text().count("Found behind the shelf") == 1
    keep(desk, shots, "ledger")


def test_a_seller_is_approved_and_gets_in(browser: Browser, shop: Shop, desk: Page, shots: Path) -> None:
    email, password = shop.logins()["seller"]
    desk.goto(f"/admin/identity/user/?q={email}")
    desk.click("#result_list tbody tr >> nth=0 >> a >> nth=0")
    person = desk.url.split("/")[-3]
    desk.uncheck("[name=seller_approved]", force=True)
    desk.click("button[name=_save]")
    page = browser.new_context(viewport=DESK, base_url=address(shop)).new_page()  # type: ignore[arg-type]
    log_in(page, "/seller/", email, password)
    assert page.locator("[name=username]").count() == 1

    desk.goto(f"/admin/identity/user/?q={email}")
    desk.check(f"input.action-select[value='{person}']")
    desk.select_option("select[name=action]", label="Approve as sellers")
    desk.click("button[name=index]")

    log_in(page, "/seller/", email, password)
    page.locator("text=Revenue").first.wait_for()
    keep(page, shots, "seller")
    page.goto("/seller/orders/fulfilment/")
    keep(page, shots, "seller-orders")
    page.context.close()


def test_a_file_is_imported(desk: Page, shots: Path) -> None:
    desk.goto("/admin/catalog/bulkupload/add/")
    row = "name,price,currency,sku,stock,categories\nBrass lamp,49.00,EUR,BL-0007,7,Home\n"
    desk.set_input_files("[name=file]", {"name": "lamps.csv", "mimeType": "text/csv", "buffer": row.encode()})
    keep(desk, shots, "import")
    desk.click("form button:has-text('Import')")
    upload = desk.url

    for _ in range(100):
        desk.goto(upload)
        if "succeeded" in desk.content():
            break
        time.sleep(0.1)
    keep(desk, shots, "imported")
    desk.goto("/admin/catalog/product/?q=BL-0007")
    assert desk.locator("#result_list tbody tr").count() == 1


def test_the_dashboard_is_read_on_a_phone(browser: Browser, shop: Shop, desk: Page, shots: Path) -> None:
    foreign: list[str] = []
    desk.on("request", lambda request: foreign.append(request.url) if address(shop) not in request.url else None)
    desk.set_viewport_size(DESK)  # type: ignore[arg-type]
    desk.goto("/admin/")
    keep(desk, shots, "dashboard")
    desk.set_viewport_size(PHONE)  # type: ignore[arg-type]
    desk.goto("/admin/?days=90")
    keep(desk, shots, "dashboard-phone")

    assert desk.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert re.fullmatch(r"[1-9][0-9.]* EUR", desk.locator(".dashboard-card strong >> nth=0").inner_text())
    drawn = "Array.from(document.querySelectorAll('canvas.chart')).map((one) => Chart.getChart(one).data.labels.length)"
    assert desk.evaluate(drawn) == [13, 13]
    assert [url for url in foreign if not url.startswith(("data:", "blob:"))] == []
    links = desk.locator("a.dashboard-card").evaluate_all("(all) => all.map((one) => one.href)")
    assert len(links) == 7
    for link in links:
        answer = desk.goto(link)
        assert answer is not None
        assert answer.status == 200
    desk.set_viewport_size(DESK)  # type: ignore[arg-type]


def test_a_second_factor_is_asked_for(browser: Browser, shop: Shop, shots: Path) -> None:
    email, password = "careful@shop.example", PASSWORD
    client = make_admin(shop, email)
    secret = client.call("POST", "auth/mfa/totp/").json()["secret"]
    confirmed = client.call("POST", "auth/mfa/totp/confirm/", {"code": code(secret, int(time.time()) // 30)})
    client.http.close()
    assert confirmed.status_code == 200
    page = browser.new_context(viewport=DESK, base_url=address(shop)).new_page()  # type: ignore[arg-type]

    log_in(page, "/admin/", email, password)
    refused = page.locator("[name=username]").count()
    keep(page, shots, "second-factor")
    log_in(page, "/admin/", email, password, code(secret, int(time.time()) // 30))

    assert refused == 1
    page.locator("text=Revenue").first.wait_for()
    page.context.close()


def code(secret: str, step: int) -> str:
    return str(format_hotp_value(hotp_value(secret, step)))
