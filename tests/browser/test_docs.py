"""The documentation in a real browser: all of it comes from the shop itself."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.operations.shop import Shop, opened_folder, running

pytestmark = [pytest.mark.browser, pytest.mark.operations]

PATIENCE = 20_000


@pytest.fixture(scope="module")
def shop(browser: Any) -> Iterator[Shop]:
    with opened_folder() as data, running(data, RATE_LIMIT_SCALE="0") as shop:
        yield shop


@pytest.mark.parametrize(("version", "other"), [("1", "2"), ("2", "1")])
def test_the_docs_page_asks_no_foreign_host_and_switches_versions(browser, shop, version, other):
    page, asked, failed = browser.new_page(), set(), []
    page.set_default_timeout(PATIENCE)
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc or urlsplit(request.url).scheme))
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.on("pageerror", lambda error: failed.append(str(error)))

    page.goto(f"http://127.0.0.1:{shop.port}/api/v{version}/docs/")
    page.wait_for_selector(".opblock")
    shown = page.locator(".opblock-summary-path").first.get_attribute("data-path")
    page.locator(f"text=/version {other}|v{other}/i").first.click()
    page.wait_for_selector(f'.opblock-summary-path[data-path^="/api/v{other}/"]')
    page.close()

    assert shown.startswith(f"/api/v{version}/")
    assert asked - {"data"} == {f"127.0.0.1:{shop.port}"}
    assert failed == []
