"""Many products in one call: v2."""

import pytest

from src.modules.catalog.models import Product
from src.platform.auth.principal import Role
from src.platform.ids import uuid7
from tests.factories.callers import Caller
from tests.factories.goods import product
from tests.modules.catalog.keeping.people import a_mug, caller_of, extended

pytestmark = pytest.mark.django_db

BATCH = "products/batch/"


def test_each_item_stands_or_falls_by_itself(seller, eve, mugs):
    own, foreign = product(seller_id=eve), product()
    items = [
        a_mug(mugs, sku="NEW", stock=2),
        {"id": own, "price": "3.50"},
        a_mug(mugs, price="-1"),
        {"id": foreign, "price": "1.00"},
        {"id": 999_999, "name": "Nothing"},
        a_mug(mugs, sku="NEW"),
        "nonsense",
        {"id": "5"},
        {"id": own, "colour": "red"},
    ]

    answer = extended(seller, "POST", BATCH, {"items": items})

    results = answer.json()["results"]
    made = Product.objects.get(sku="NEW")
    assert answer.status_code == 200
    assert results[:2] == [{"status": 201, "id": made.pk}, {"status": 200, "id": own}]
    assert [result["status"] for result in results[2:]] == [422, 403, 404, 409, 422, 422, 422]
    assert [result["id"] for result in results[2:]] == [None, foreign, 999_999, None, None, None, own]
    assert results[2]["errors"][0]["field"] == "price"
    assert [result["errors"][0]["code"] for result in results[3:6]] == [
        "not_your_product", "product_not_found", "sku_taken",
    ]  # fmt: skip
    assert (made.seller_id, made.stock_group.available, Product.objects.get(pk=own).price) == (eve, 2, 350)


def test_a_hundred_items_are_taken_and_no_more(seller, mugs):
    items = [a_mug(mugs, name=f"Mug {number}") for number in range(101)]

    assert extended(seller, "POST", BATCH, {"items": items}).status_code == 422
    assert not Product.objects.exists()
    assert len(extended(seller, "POST", BATCH, {"items": items[:100]}).json()["results"]) == 100
    assert Product.objects.count() == 100


@pytest.mark.parametrize(
    "body", [{}, {"items": []}, {"items": {}}, {"items": [{}], "more": 1}, [], None, {"items": None}]
)
def test_what_is_no_batch_is_refused_as_a_whole(seller, body):
    assert extended(seller, "POST", BATCH, body).status_code in (400, 422)


def test_only_merchants_send_batches(mugs):
    items = {"items": [a_mug(mugs)]}

    assert extended(Caller(), "POST", BATCH, items).status_code == 401
    assert extended(caller_of(uuid7(), Role.CUSTOMER), "POST", BATCH, items).status_code == 403
    assert not Product.objects.exists()
