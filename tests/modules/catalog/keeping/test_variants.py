"""Merchants keep what can be bought of their products: v2."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from src.modules.catalog.contracts import VariantDraft
from src.modules.catalog.models import Product, Variant
from src.modules.inventory import public as inventory
from src.platform.auth.principal import Role
from src.platform.ids import uuid7
from tests.factories.callers import Caller
from tests.factories.goods import product
from tests.modules.catalog.keeping.people import caller_of, extended

pytestmark = pytest.mark.django_db

MEDIUM = {"options": {"Size": "M"}, "price": "12.90", "stock": 3, "sku": "MUG-M"}


@pytest.fixture
def shirt(eve: Any) -> int:
    sizes = [VariantDraft(price=1000, stock=2, options={"Size": size}) for size in "SM"]
    return product("Shirt", seller_id=eve, variants=sizes)


def test_the_first_variant_with_options_replaces_the_one_without(seller, eve):
    mug = product(seller_id=eve, stock=7, sku="MUG")
    plain = Variant.objects.get(product_id=mug)

    answer = extended(seller, "POST", f"products/{mug}/variants/", MEDIUM)

    made = answer.json()
    assert answer.status_code == 201
    assert made == {
        "id": made["id"], "sku": "MUG-M", "options": {"Size": "M"}, "price": {"amount": "12.90", "currency": "EUR"},
        "stock": 3, "in_stock": True,
    }  # fmt: skip
    assert made["id"] != plain.pk
    whole = extended(seller, "GET", f"products/{mug}/").json()
    assert whole["variants"] == [made]
    assert whole["options"] == [{"name": "Size", "values": ["M"]}]
    assert (whole["stock"], whole["price"]["amount"]) == (3, "12.90")
    assert inventory.discrepancies() == []
    again = seller.client.get(answer["Location"])
    assert (again.json(), again["ETag"]) == (made, answer["ETag"])


def test_a_further_variant_stands_behind_the_others(seller, shirt):
    made = extended(seller, "POST", f"products/{shirt}/variants/", {"options": {"Size": "XL"}, "price": 9})

    assert (made.status_code, made.json()["stock"], made.json()["in_stock"]) == (201, 0, False)
    listed = extended(seller, "GET", f"products/{shirt}/variants/").json()["items"]
    assert [variant["options"]["Size"] for variant in listed] == ["S", "M", "XL"]
    assert Product.objects.get(pk=shirt).price == 900


def test_variants_are_walked_by_cursor_and_counted(client, shirt):
    address = f"/api/v2/products/{shirt}/variants/?limit=1&count=exact"

    first = client.get(address).json()
    second = client.get(f"{address}&cursor={first['next_cursor']}").json()

    assert [page["items"][0]["options"]["Size"] for page in (first, second)] == ["S", "M"]
    assert (first["previous_cursor"], second["next_cursor"], first["total_count"]) == (None, None, 2)


@pytest.mark.parametrize("count", [1, 3, 100])
def test_a_list_of_variants_takes_three_statements_however_long(client, count):
    options = [{"Size": str(number)} for number in range(count)]
    shirt = product(variants=[VariantDraft(price=1, options=chosen) for chosen in options])

    with CaptureQueriesContext(connection) as statements:
        listed = client.get(f"/api/v2/products/{shirt}/variants/?limit=100").json()["items"]

    assert (len(listed), len(statements)) == (count, 3)


def test_a_variant_is_changed_in_part_and_as_a_whole(seller, shirt):
    first = Variant.objects.filter(product_id=shirt).earliest("pk").pk
    address = f"products/{shirt}/variants/{first}/"

    patched = extended(seller, "PATCH", address, {"stock": 9, "stock_was": 2}).json()
    put = extended(seller, "PUT", address, {"options": {"Size": "XS"}, "price": "5.00", "sku": "XS"}).json()

    assert (patched["stock"], patched["options"]) == (9, {"Size": "S"})
    assert (put["sku"], put["options"], put["price"]["amount"], put["stock"]) == ("XS", {"Size": "XS"}, "5.00", 9)
    assert inventory.discrepancies() == []


def test_what_is_left_of_a_removed_variant_is_no_longer_in_stock(seller, shirt):
    first, second = Variant.objects.filter(product_id=shirt).order_by("pk").values_list("pk", flat=True)

    assert extended(seller, "DELETE", f"products/{shirt}/variants/{first}/").status_code == 204

    whole = extended(seller, "GET", f"products/{shirt}/").json()
    assert ([variant["id"] for variant in whole["variants"]], whole["stock"]) == ([second], 2)
    assert extended(seller, "GET", f"products/{shirt}/variants/{first}/").json()["code"] == "variant_not_found"
    last = extended(seller, "DELETE", f"products/{shirt}/variants/{second}/")
    assert (last.status_code, last.json()["code"]) == (409, "last_variant")
    assert Variant.objects.filter(pk=first).exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"options": {}}, "options"),
        ({"options": {"": "M"}}, "options"),
        ({"options": {"Size": ""}}, "options"),
        ({"options": {"Size": 5}}, "options"),
        ({"options": {"Size": "a\x00b"}}, ""),
        ({"options": None}, "options"),
        ({"options": {str(number): "x" for number in range(11)}}, "options"),
        ({"price": "-1"}, "price"),
        ({"price": "1.001"}, "price"),
        ({"price": True}, "price"),
        ({"price": "NaN"}, "price"),
        ({"price": None}, ""),
        ({"stock": -1}, "stock"),
        ({"stock": "3"}, "stock"),
        ({"sku": ""}, "sku"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_variant_that_cannot_be_is_refused(seller, shirt, change, field):
    answer = extended(seller, "POST", f"products/{shirt}/variants/", MEDIUM | {"options": {"Size": "L"}} | change)

    assert answer.status_code == 422
    assert any(error["field"].startswith(field) for error in answer.json()["errors"])
    assert Variant.objects.filter(product_id=shirt).count() == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"options": {"Size": "M"}, "sku": "NEW"}, "variant_exists"),
        ({"options": {"Size": "L"}, "sku": "TAKEN"}, "sku_taken"),
    ],
)
def test_two_variants_never_share_options_nor_a_sku(seller, shirt, change, code):
    product(sku="TAKEN")

    answer = extended(seller, "POST", f"products/{shirt}/variants/", MEDIUM | change)

    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_variants_are_their_sellers_alone(shirt, admin):
    variant = Variant.objects.filter(product_id=shirt).earliest("pk").pk
    other, customer = caller_of(uuid7(), Role.SELLER), caller_of(uuid7(), Role.CUSTOMER)
    calls = [("POST", "", MEDIUM), ("PATCH", f"{variant}/", {"stock": 1}), ("DELETE", f"{variant}/", None)]

    for method, rest, body in calls:
        address = f"products/{shirt}/variants/{rest}"
        assert extended(Caller(), method, address, body).status_code == 401
        assert extended(customer, method, address, body).status_code == 403
        assert extended(other, method, address, body).status_code == 403
    assert extended(admin, "PATCH", f"products/{shirt}/variants/{variant}/", {"stock": 1}).status_code == 200


def test_a_variant_changes_only_as_its_product_was_read(seller, shirt):
    address = f"products/{shirt}/variants/{Variant.objects.filter(product_id=shirt).earliest('pk').pk}/"
    read = extended(seller, "GET", address)["ETag"]
    extended(seller, "PATCH", f"products/{shirt}/", {"name": "Another"})

    for method, body in (("PATCH", {"stock": 1}), ("PUT", MEDIUM), ("DELETE", None)):
        stale = extended(seller, method, address, body, **{"If-Match": read})
        assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    fresh = extended(seller, "GET", address)["ETag"]
    assert extended(seller, "PATCH", address, {"price": "7.00"}, **{"If-Match": fresh}).status_code == 200


@pytest.mark.parametrize(
    "address", ["products/0/variants/", "products/x/variants/", "products/99999999999999999999/variants/"]
)
def test_variants_of_what_is_not_there_are_not_found(client, address):
    assert client.get(f"/api/v2/{address}").json()["code"] == "product_not_found"


def test_a_foreign_variant_is_not_found(client, shirt):
    foreign = Variant.objects.get(product_id=product()).pk

    assert client.get(f"/api/v2/products/{shirt}/variants/{foreign}/").status_code == 404
    assert client.get(f"/api/v2/products/{shirt}/variants/abc/").status_code == 404
