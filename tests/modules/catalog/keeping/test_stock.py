"""Merchants count their goods: v1."""

import pytest

from src.modules.inventory.models import StockMovement
from tests.modules.catalog.keeping.people import a_mug

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
