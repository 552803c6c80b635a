"""Merchants count their goods, and list them and their pictures: v1 and v2."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from src.modules.catalog.contracts import ImageDraft
from src.modules.inventory.models import StockMovement
from tests.factories.goods import product
from tests.modules.catalog.keeping.people import a_mug, extended

pytestmark = pytest.mark.django_db


def test_stock_is_corrected_by_difference_or_by_count(seller, mugs):
    mug = seller.post("products/", a_mug(mugs, stock=5)).json()["id"]

    by_difference = seller.post(f"products/{mug}/stock/", {"delta": -2, "reason": "broken"})
    by_count = seller.post(f"products/{mug}/stock/", {"set_to": 10, "reason": "counted"})

    made = [(answer.status_code, answer.json()["kind"], answer.json()["delta"]) for answer in (by_difference, by_count)]
    assert made == [(201, "adjusted", -2), (201, "adjusted", 7)]
    assert seller.get(f"products/{mug}/").json()["stock"] == 10
    assert sum(one["delta"] for one in seller.get(f"products/{mug}/stock/").json()["results"]) == 10


def test_stock_below_nothing_is_refused(seller, mugs):
    mug = seller.post("products/", a_mug(mugs, stock=5)).json()["id"]

    answer = seller.post(f"products/{mug}/stock/", {"delta": -6, "reason": "lost"})

    assert (answer.status_code, answer.json()["code"]) == (409, "insufficient_stock")
    assert StockMovement.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {"delta": 1},
        {"reason": "x"},
        {"delta": 1, "set_to": 1, "reason": "x"},
        {"delta": 0, "reason": "x"},
        {"delta": 1.5, "reason": "x"},
        {"delta": 10**10, "reason": "x"},
        {"set_to": -1, "reason": "x"},
        {"delta": 1, "reason": ""},
        {"delta": 1_000_000_000, "reason": "beyond what can be counted"},
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(seller, mugs, body):
    mug = seller.post("products/", a_mug(mugs, stock=5)).json()["id"]

    assert seller.post(f"products/{mug}/stock/", body).status_code == 422


@pytest.mark.parametrize("count", [1, 3, 30])
def test_movements_are_walked_by_cursor_in_few_statements_however_many(seller, eve, count):
    mug = product(seller_id=eve, stock=1)
    for _ in range(count - 1):
        seller.post(f"products/{mug}/stock/", {"delta": 1, "reason": "found"})

    first = extended(seller, "GET", f"products/{mug}/stock/?limit=1").json()
    with CaptureQueriesContext(connection) as statements:
        listed = extended(seller, "GET", f"products/{mug}/stock/?limit=100&count=exact").json()

    # Whose it is and its items, which movements, these, and (asked for here) how many.
    assert len([sql for sql in statements if "catalog_" in sql["sql"] or "inventory_" in sql["sql"]]) == 4
    assert (len(listed["items"]), listed["total_count"]) == (count, count)
    assert sum(movement["delta"] for movement in listed["items"]) == count
    assert first["items"] == listed["items"][:1]
    assert ("total_count" in first, first["next_cursor"] is None) == (False, count == 1)


def test_images_are_listed_with_small_ones_where_they_are_ours(client):
    addresses = [f"https://example.com/{number}.jpg" for number in range(3)]
    mug = product(images=[ImageDraft(url=address, alt="A mug") for address in addresses])

    first = client.get(f"/api/v2/products/{mug}/images/?limit=2").json()
    rest = client.get(f"/api/v2/products/{mug}/images/?cursor={first['next_cursor']}").json()

    listed = first["items"] + rest["items"]
    assert [(image["url"], image["alt"], image["thumbnail"]) for image in listed] == [
        (address, "A mug", None) for address in addresses
    ]
    assert client.get("/api/v2/products/0/images/").status_code == 404
