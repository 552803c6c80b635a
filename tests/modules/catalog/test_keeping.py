"""Merchants keep their goods, admins the categories: v1."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import ImageDraft, VariantDraft
from src.modules.catalog.models import Category, Product, ProductImage
from src.modules.identity import public as identity
from src.modules.inventory.models import StockMovement
from src.platform.auth import tokens
from src.platform.auth.principal import Principal, Role
from src.platform.ids import uuid7
from tests.factories.callers import Caller
from tests.factories.goods import category, product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unhurried(settings: Any, tmp_path: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0
    settings.MEDIA_ROOT = tmp_path


def caller_of(user_id: UUID, role: Role) -> Caller:
    caller = Caller()
    caller.access = tokens.issue(Principal(user_id, role, uuid7()))
    return caller


@pytest.fixture
def eve() -> UUID:
    return identity.enrol(email="eve@example.com", password="long enough 12", role=Role.SELLER, shop_name="Eve's")


@pytest.fixture
def seller(eve: UUID) -> Caller:
    return caller_of(eve, Role.SELLER)


@pytest.fixture
def admin() -> Caller:
    return caller_of(uuid7(), Role.ADMIN)


@pytest.fixture
def mugs() -> int:
    return category("Mugs")


def a_mug(mugs: int, **more: Any) -> dict[str, Any]:
    return {"name": "Blue mug", "description": "<p>Blue</p>", "price": "12.90", "category_ids": [mugs], **more}


# Products


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


# Stock


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


# Images


def picture(kind: str = "PNG", size: tuple[int, int] = (800, 600)) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "navy").save(written, kind)
    return written.getvalue()


def upload(caller: Caller, mug: int, content: bytes, name: str = "mug.png", **fields: str) -> Any:
    return caller.client.post(
        f"/api/v1/products/{mug}/images/",
        {"file": SimpleUploadedFile(name, content), **fields},
        headers={"Authorization": f"Bearer {caller.access}"},
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_under_a_name_of_ours(seller, mugs, settings, tmp_path, kind):
    mug = seller.post("products/", a_mug(mugs)).json()["id"]

    answer = upload(seller, mug, picture(kind), name="../../evil.html", alt="A mug")

    made = answer.json()
    kept = ProductImage.objects.get()
    assert (answer.status_code, made["alt"], made["url"]) == (201, "A mug", f"{settings.PUBLIC_URL}/media/{kept.file}")
    with Image.open(tmp_path / kept.file) as whole, Image.open(tmp_path / kept.thumbnail) as small:
        assert (whole.size, small.size) == ((800, 600), (400, 300))
    assert seller.get(f"products/{mug}/").json()["images"] == [made]


@pytest.mark.parametrize(
    "content",
    [b"", b"<script>alert(1)</script>", b"GIF89a" + b"\x00" * 50, picture("BMP"), picture()[:300]],
    ids=["empty", "html", "gif", "bmp", "truncated"],
)
def test_what_is_no_picture_is_refused_whatever_its_name(seller, mugs, tmp_path, content):
    mug = seller.post("products/", a_mug(mugs)).json()["id"]

    answer = upload(seller, mug, content)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")
    assert list(tmp_path.rglob("*")) == []


def test_a_picture_over_the_limit_is_refused(seller, mugs):
    mug = seller.post("products/", a_mug(mugs)).json()["id"]

    answer = upload(seller, mug, picture() + b"\x00" * 5 * 1024 * 1024)

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_small_file_of_many_pixels_is_refused_unopened(seller, mugs):
    mug = seller.post("products/", a_mug(mugs)).json()["id"]

    answer = upload(seller, mug, picture(size=(8000, 7000)))

    assert answer.json()["code"] == "unreadable_image"


def test_a_picture_that_is_removed_takes_its_files_with_it(seller, mugs, tmp_path, django_capture_on_commit_callbacks):
    mug = seller.post("products/", a_mug(mugs)).json()["id"]
    image = upload(seller, mug, picture()).json()["id"]

    with django_capture_on_commit_callbacks(execute=True):
        first = seller.delete(f"products/{mug}/images/{image}/")
    again = seller.delete(f"products/{mug}/images/{image}/")

    assert (first.status_code, again.status_code, again.json()["code"]) == (204, 404, "image_not_found")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_list_of_images_keeps_the_uploaded_one_that_it_names(seller, mugs):
    mug = seller.post("products/", a_mug(mugs)).json()["id"]
    mine = upload(seller, mug, picture()).json()
    other = {"url": "https://example.com/2.jpg", "alt": "Second"}

    images = seller.patch(f"products/{mug}/", {"images": [other, {"url": mine["url"], "alt": "Mine"}]}).json()["images"]

    assert [(image["url"], image["alt"]) for image in images] == [(other["url"], "Second"), (mine["url"], "Mine")]
    assert images[1]["id"] == mine["id"]


# Categories


def test_an_admin_keeps_the_tree(admin, mugs):
    made = admin.post("categories/", {"name": "Small mugs", "parent_id": mugs, "description": "Little ones"})
    small = made.json()["id"]
    renamed = admin.patch(f"categories/{small}/", {"name": "Espresso cups"}).json()
    root = admin.patch(f"categories/{small}/", {"parent_id": None}).json()
    anew = admin("PUT", f"categories/{small}/", {"name": "Cups", "slug": "cups"}).json()
    gone = admin.delete(f"categories/{small}/")

    assert (made.status_code, made.json()["slug"], made.json()["parent_id"]) == (201, "small-mugs", mugs)
    assert (renamed["name"], renamed["slug"], renamed["parent_id"]) == ("Espresso cups", "small-mugs", mugs)
    assert (root["parent_id"], root["description"]) == (None, "Little ones")
    assert (anew["name"], anew["slug"], anew["description"]) == ("Cups", "cups", "")
    assert (gone.status_code, admin.get(f"categories/{small}/").status_code) == (204, 404)


def test_only_admins_keep_the_tree(seller, mugs):
    calls = [
        seller.post("categories/", {"name": "x"}),
        seller("PUT", f"categories/{mugs}/", {"name": "x"}),
        seller.patch(f"categories/{mugs}/", {"name": "x"}),
        seller.delete(f"categories/{mugs}/"),
    ]

    assert [call.status_code for call in calls] == [403] * 4


def test_a_category_does_not_go_below_itself(admin, mugs):
    small = category("Small", parent_id=mugs)

    answers = [
        admin.patch(f"categories/{mugs}/", {"parent_id": mugs}),
        admin("PUT", f"categories/{mugs}/", {"name": "Mugs", "parent_id": small}),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "category_cycle")] * 2
    assert Category.objects.get(pk=mugs).parent_id is None


def test_a_category_with_something_in_it_stays(admin, mugs):
    kitchen = category("Kitchen")
    Category.objects.filter(pk=mugs).update(parent_id=kitchen)
    mug = product(category_ids=[mugs])

    in_use = [admin.delete(f"categories/{kitchen}/"), admin.delete(f"categories/{mugs}/")]
    admin.delete(f"products/{mug}/")
    emptied = [admin.delete(f"categories/{mugs}/"), admin.delete(f"categories/{kitchen}/")]

    assert [(answer.status_code, answer.json()["code"]) for answer in in_use] == [(409, "category_in_use")] * 2
    assert [answer.status_code for answer in emptied] == [204, 204]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"name": ""}, 422),
        ({"name": "x", "slug": "123"}, 422),
        ({"name": "x", "slug": "export"}, 422),
        ({"name": "x", "slug": "Große Tassen"}, 422),
        ({"name": "x", "parent_id": 987654321}, 422),
        ({"name": "x", "parent_id": "1"}, 422),
        ({"name": "x", "colour": "red"}, 422),
        ({"name": "x", "slug": "mugs"}, 409),
    ],
)
def test_a_category_that_makes_no_sense_is_refused(admin, mugs, body, status):
    assert admin.post("categories/", body).status_code == status


def test_pictures_elsewhere_are_recorded_in_their_order(admin):
    mug = product(images=[ImageDraft(url="https://example.com/1.jpg"), ImageDraft(url="https://example.com/2.jpg")])

    urls = [image["url"] for image in admin.get(f"products/{mug}/").json()["images"]]

    assert urls == ["https://example.com/1.jpg", "https://example.com/2.jpg"]
