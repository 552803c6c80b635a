"""Merchants keep their products: v1."""

import pytest

from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import VariantDraft
from src.modules.catalog.models import Product
from src.platform.auth.principal import Role
from src.platform.ids import uuid7
from tests.factories.callers import Caller
from tests.factories.goods import category, product
from tests.modules.catalog.keeping.people import a_mug, caller_of

pytestmark = pytest.mark.django_db


def test_a_seller_puts_a_product_on_sale(seller, eve, mugs):
    picture = {"url": "https://example.com/mug.jpg", "alt": "A mug"}

    answer = seller.post("products/", a_mug(mugs, sku="MUG", stock=5, images=[picture]))

    made = answer.json()
    assert answer.status_code == 201
    assert (made["sku"], made["price"], made["currency"], made["stock"]) == ("MUG", "12.90", "EUR", 5)
    assert [(image["url"], image["alt"]) for image in made["images"]] == [("https://example.com/mug.jpg", "A mug")]
    assert made["seller"] == {"id": str(eve), "name": "Eve's"}
    again = seller.get(answer["Location"].partition("/api/v1/")[2])
    assert (again.json(), again["ETag"]) == (made, answer["ETag"])


def test_an_admins_product_is_the_houses_or_a_sellers(admin, eve, mugs):
    of_the_house = admin.post("products/", a_mug(mugs)).json()
    of_eve = admin.post("products/", a_mug(mugs, seller_id=str(eve))).json()

    assert (of_the_house["seller"], of_eve["seller"]["id"]) == (None, str(eve))


@pytest.mark.parametrize("body", [{"price": 0.1}, {"price": 5}, {"price": "0.10"}])
def test_a_price_is_text_or_a_number(seller, mugs, body):
    expected = {0.1: "0.10", 5: "5.00", "0.10": "0.10"}[body["price"]]

    assert seller.post("products/", a_mug(mugs, **body)).json()["price"] == expected


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"price": "-1"}, "price"),
        ({"price": "1.999"}, "price"),
        ({"price": "100000000"}, "price"),
        ({"price": True}, "price"),
        ({"price": None}, "price"),
        ({"price": [1]}, "price"),
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"stock": -1}, "stock"),
        ({"stock": "5"}, "stock"),
        ({"stock": True}, "stock"),
        ({"stock": 1.5}, "stock"),
        ({"stock": 10**12}, "stock"),
        ({"category_ids": []}, "category_ids"),
        ({"category_ids": [987654321]}, "category_ids"),
        ({"category_ids": ["1"]}, "category_ids.0"),
        ({"currency": "ABC"}, "currency"),
        ({"currency": "XAU"}, "currency"),
        ({"sku": ""}, "sku"),
        ({"images": [{"url": "javascript:alert(1)"}]}, "images.0.url"),
        ({"images": [{"url": "https://example.com/1.jpg", "size": 1}]}, "images.0.size"),
        ({"id": 5}, "id"),
        ({"slug": "blue"}, "slug"),
    ],
)
def test_a_product_that_makes_no_sense_is_refused_by_field(seller, mugs, change, field):
    answer = seller.post("products/", {**a_mug(mugs), **change})

    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])
    assert not Product.objects.exists()


@pytest.mark.parametrize("missing", ["name", "price", "category_ids"])
def test_a_product_needs_a_name_a_price_and_a_category(seller, mugs, missing):
    body = a_mug(mugs)
    del body[missing]

    answer = seller.post("products/", body)

    assert [error["field"] for error in answer.json()["errors"]] == [missing]


def test_text_with_nul_is_refused(seller, mugs):
    assert seller.post("products/", a_mug(mugs, name="a\x00b")).status_code == 422


def test_a_sku_on_sale_is_not_given_twice(seller, mugs):
    seller.post("products/", a_mug(mugs, sku="MUG"))

    answer = seller.post("products/", a_mug(mugs, sku="MUG"))

    assert (answer.status_code, answer.json()["code"]) == (409, "sku_taken")


def test_only_merchants_write_and_only_their_own(seller, mugs):
    other = caller_of(uuid7(), Role.SELLER)
    customer, nobody = caller_of(uuid7(), Role.CUSTOMER), Caller()
    mug = seller.post("products/", a_mug(mugs)).json()["id"]

    def tries(caller: Caller) -> list[int]:
        calls = [
            caller("PUT", f"products/{mug}/", a_mug(mugs)),
            caller.patch(f"products/{mug}/", {"name": "Mine"}),
            caller.delete(f"products/{mug}/"),
            caller.get(f"products/{mug}/stock/"),
            caller.post(f"products/{mug}/stock/", {"delta": 1, "reason": "found"}),
            caller.delete(f"products/{mug}/images/1/"),
        ]
        return [call.status_code for call in calls]

    assert tries(nobody) == [401] * 6
    assert tries(customer) == [403] * 6
    assert tries(other) == [403] * 6
    assert customer.post("products/", a_mug(mugs)).status_code == 403
    assert Product.objects.get().name == "Blue mug"


def test_a_seller_cannot_sell_for_another(seller, mugs):
    assert seller.post("products/", a_mug(mugs, seller_id=str(uuid7()))).status_code == 403


@pytest.mark.parametrize("key", ["999999", "99999999999999999999", "blue-mug", "x"])
def test_what_is_not_there_cannot_be_changed(admin, mugs, key):
    calls = [
        admin("PUT", f"products/{key}/", a_mug(mugs)),
        admin.patch(f"products/{key}/", {"name": "x"}),
        admin.delete(f"products/{key}/"),
        admin.get(f"products/{key}/stock/"),
        admin.post(f"products/{key}/stock/", {"delta": 1, "reason": "found"}),
        admin.delete(f"products/{key}/images/1/"),
    ]

    assert [(call.status_code, call.json()["code"]) for call in calls] == [(404, "product_not_found")] * 6


def test_a_patch_changes_what_it_names_and_nothing_else(seller, mugs):
    cups = category("Cups")
    before = seller.post("products/", a_mug(mugs, sku="MUG", stock=5)).json()

    after = seller.patch(f"products/{before['id']}/", {"price": "9.90", "category_ids": [cups, mugs]}).json()

    changed = {field for field in before if before[field] != after[field]}
    assert changed == {"price", "category", "categories", "variants", "updated_at"}
    assert (after["price"], after["category"]["id"], after["variants"][0]["price"]) == ("9.90", cups, "9.90")


def test_a_put_writes_all_anew_but_what_it_leaves_out_of_sku_stock_and_images(seller, mugs):
    picture = {"url": "https://example.com/mug.jpg"}
    made = seller.post("products/", a_mug(mugs, sku="MUG", stock=5, images=[picture])).json()

    after = seller("PUT", f"products/{made['id']}/", {"name": "Red mug", "price": 5, "category_ids": [mugs]}).json()

    assert (after["name"], after["description"], after["price"]) == ("Red mug", "", "5.00")
    assert (after["sku"], after["stock"], after["images"], after["slug"]) == ("MUG", 5, made["images"], "blue-mug")


def test_writing_the_stock_is_a_movement_of_the_difference(seller, eve, mugs):
    mug = seller.post("products/", a_mug(mugs, stock=5)).json()["id"]

    after = seller.patch(f"products/{mug}/", {"stock": 3, "stock_was": 5}).json()

    movements = seller.get(f"products/{mug}/stock/").json()["results"]
    assert after["stock"] == 3
    assert [(one["kind"], one["delta"], one["reason"], one["by"]) for one in movements] == [
        ("adjusted", -2, "counted", str(eve)),
        ("received", 5, "initial stock", str(eve)),
    ]
    assert set(movements[0]) == {"id", "kind", "delta", "reason", "reference", "by", "created_at"}


def test_a_stock_that_moved_meanwhile_is_not_overwritten(seller, mugs):
    mug = seller.post("products/", a_mug(mugs, stock=5)).json()["id"]

    answer = seller.patch(f"products/{mug}/", {"stock": 9, "stock_was": 4, "name": "Other"})

    assert (answer.status_code, answer.json()["code"], answer.json()["available"]) == (409, "stock_changed", 5)
    assert Product.objects.get().name == "Blue mug"


def test_with_several_variants_a_price_must_say_whose(admin):
    shirt = product(variants=[VariantDraft(price=100, options={"S": "M"}), VariantDraft(price=200, options={"S": "L"})])

    refused = [admin.patch(f"products/{shirt}/", change) for change in ({"price": "5"}, {"stock": 7})]
    unchanged = admin.patch(f"products/{shirt}/", {"price": "1.00", "stock": 0, "name": "Shirt"})

    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(409, "variant_required")] * 2
    assert (unchanged.status_code, unchanged.json()["name"]) == (200, "Shirt")


def test_what_was_deleted_is_gone_and_its_sku_is_free(seller, mugs):
    mug = seller.post("products/", a_mug(mugs, sku="MUG")).json()["id"]

    answers = [seller.delete(f"products/{mug}/"), seller.delete(f"products/{mug}/"), seller.get(f"products/{mug}/")]

    assert [answer.status_code for answer in answers] == [204, 404, 404]
    assert catalog.variants_of([mug]) == {}
    assert catalog.names([mug])[mug].name == "Blue mug"
    assert seller.post("products/", a_mug(mugs, sku="MUG")).json()["slug"] == "blue-mug"


def test_a_description_is_sanitised(seller, mugs):
    made = seller.post("products/", a_mug(mugs, description="<b>x</b><script>alert(1)</script>")).json()
    changed = seller.patch(f"products/{made['id']}/", {"description": "<i>y</i><img src=x onerror=alert(1)>"}).json()

    assert (made["description"], changed["description"]) == ("<b>x</b>", "<i>y</i>")
