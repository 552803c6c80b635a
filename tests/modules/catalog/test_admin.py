"""Django's admin: bring files in, take files out."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from src.modules.catalog.contracts import VariantDraft
from src.modules.catalog.models import BulkUpload, Category, Product, Variant
from src.modules.catalog.selectors.offers import sellables
from src.modules.identity.models import User
from src.modules.identity.public import enrol
from src.platform.auth.principal import Role
from tests.factories.goods import category, product, variant
from tests.factories.worker import work_off
from tests.modules.catalog.importing.files import native
from tests.modules.catalog.keeping.test_images import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(settings: Any, tmp_path: Path) -> Client:
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.STORAGES = settings.STORAGES | {
        name: {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / name}}
        for name in ("default", "private")
    }
    user = User.objects.get(pk=enrol(email="root@example.com", password="long enough 12", role=Role.ADMIN))
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_a_file_is_brought_in_and_followed(staff):
    content = native("Mug,,1.00,EUR,MUG,4,Mugs,", "Cup,,dear,EUR,CUP,1,Mugs,")
    form = {"file": SimpleUploadedFile("goods.csv", content.encode()), "format": "auto"}

    answer = staff.post("/admin/catalog/bulkupload/add/", form)
    work_off()

    upload = BulkUpload.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/admin/catalog/bulkupload/{upload.pk}/change/")
    page = staff.get(answer.headers["Location"])
    assert "3: price An amount is a number, such as 19.90." in page.content.decode()
    assert Product.objects.get().sku == "MUG"


def test_an_import_shows_how_far_it_is_and_what_was_refused(staff):
    file = SimpleUploadedFile("goods.csv", native("Mug,,1,,MUG,1,c,", "Cup,,dear,,CUP,1,c,").encode())
    page = staff.post("/admin/catalog/bulkupload/add/", {"file": file, "format": "auto"}).headers["Location"]
    upload = f"/admin/catalog/bulkupload/{BulkUpload.objects.get().pk}"
    waiting = staff.get(page).content.decode(), staff.get(f"{upload}/progress/").json()

    work_off()

    assert f'data-progress="{upload}/progress/"' in waiting[0]
    said = "0 rows: 0 products created, 0 changed, 0 rows refused"
    assert waiting[1] == {"going_on": True, "rows": 0, "total": None, "said": said}
    said = "2 of 2 rows: 1 products created, 0 changed, 1 rows refused"
    assert staff.get(f"{upload}/progress/").json() == {"going_on": False, "rows": 2, "total": 2, "said": said}
    assert ("data-progress" in (ended := staff.get(page).content.decode()), f"{upload}/errors.csv" in ended) == (
        False,
        True,
    )
    assert staff.get(f"{upload}/errors.csv").getvalue().decode().splitlines()[1].startswith("3,price,not_a_number")
    assert (staff.logout(), staff.get(f"{upload}/progress/").status_code)[1] == 302


def test_a_file_that_is_none_is_refused_with_the_reason(staff):
    form = {"file": SimpleUploadedFile("goods.csv", b"%PDF-1.7"), "format": "auto"}

    answer = staff.post("/admin/catalog/bulkupload/add/", form)

    assert "This is a PDF document" in answer.content.decode()
    assert not BulkUpload.objects.exists()


@pytest.mark.parametrize(
    "page", ["/admin/catalog/bulkupload/", "/admin/catalog/bulkupload/add/", "/admin/catalog/product/"]
)
def test_the_pages_open(staff, page):
    assert staff.get(page).status_code == 200


@pytest.mark.parametrize("kind", ["export-csv", "export-workbook", "export-shopify"])
def test_goods_are_taken_out(staff, kind):
    product()

    answer = staff.get(f"/admin/catalog/product/{kind}/")

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="products.')
    assert len(answer.getvalue()) > 100


@pytest.mark.parametrize(("words", "found"), [("blue mu", 1), ("BLUE-7", 1), ("red", 0), ("'", 0), ("", 2)])
def test_staff_find_products_by_words_beginnings_and_skus(staff, words, found):
    product("Blue mug", sku="BLUE-7")
    product("Green lamp")

    page = staff.get("/admin/catalog/product/", {"q": words})

    assert page.context["cl"].result_count == found


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_products_takes_the_same_few_statements_however_long(staff, count):
    for number in range(count):
        product(f"Mug {number}")

    with CaptureQueriesContext(connection) as statements:
        staff.get("/admin/catalog/product/")

    assert len(statements) <= 12


def test_a_product_is_put_on_the_shelves_with_price_stock_category_and_picture(staff, tmp_path):
    kitchen, mugs = category("Kitchen"), category("Mugs")

    answer = staff.post(
        "/admin/catalog/product/add/",
        {"name": "Blue mug", "description": "<b>Blue</b><script>x</script>", "price": "12.90", "currency": "EUR",
         "stock": "7", "sku": "MUG", "seller": "", "categories": [mugs, kitchen],
         "picture": SimpleUploadedFile("mug.png", picture())},
    )  # fmt: skip

    assert answer.status_code == 302, answer.context["errors"]
    made = Product.objects.get()
    (offer,) = sellables([variant(made.pk)]).values()
    assert (made.places, made.description, made.seller_id) == ([mugs, kitchen], "<b>Blue</b>", None)
    assert (offer.sku, offer.price, offer.available) == ("MUG", 1290, 7)
    assert (tmp_path / "default" / made.images.get().thumbnail).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"price": "dear"}, "price"), ({"price": "1.999"}, "price"), ({"currency": "EURO"}, "currency"),
     ({"stock": "-1"}, "stock"), ({"categories": []}, "categories"), ({"sku": "TAKEN"}, "sku"), ({"name": ""}, "name")],
)  # fmt: skip
def test_what_is_wrong_with_a_new_product_is_said_beside_the_field(staff, wrong, field):
    product(sku="TAKEN")
    right = {"name": "Mug", "price": "1", "currency": "EUR", "stock": "1", "categories": [Category.objects.get().pk]}

    answer = staff.post("/admin/catalog/product/add/", right | wrong)

    assert list(answer.context["adminform"].form.errors) == [field]
    assert Product.objects.count() == 1


def page_of(pk: int, **changes: Any) -> dict[str, Any]:
    """The change page of a product of one variant, as a browser sends it back."""
    mug, only = Product.objects.get(pk=pk), Variant.objects.get(product=pk)
    place = mug.placements.get()
    management = {
        f"{name}-{part}": value
        for name, there in (("variants", 1), ("placements", 1), ("images", 0))
        for part, value in (("TOTAL_FORMS", there), ("INITIAL_FORMS", there))
    }
    return management | {
        "name": mug.name, "slug": mug.slug, "description": mug.description, "seller": "",
        "variants-0-id": only.pk, "variants-0-product": pk, "variants-0-sku": only.sku, "variants-0-options": "",
        "variants-0-price": "12.90", "variants-0-stock": "5", "initial-variants-0-stock": "5",
        "placements-0-id": place.pk, "placements-0-product": pk, "placements-0-category": place.category_id,
        "placements-0-position": 0,
    } | changes  # fmt: skip


def test_a_variant_is_changed_and_counted_and_a_picture_added(staff, tmp_path):
    mug = product("Blue mug", sku="MUG")

    answer = staff.post(
        f"/admin/catalog/product/{mug}/change/",
        page_of(mug, **{
            "name": "Red mug", "variants-0-price": "9.50", "variants-0-stock": "8", "images-TOTAL_FORMS": 1,
            "images-0-product": mug, "images-0-position": 0, "images-0-alt": "Red",
            "images-0-picture": SimpleUploadedFile("mug.png", picture()),
        }),
    )  # fmt: skip

    assert answer.status_code == 302, answer.context["errors"]
    (offer,) = sellables([variant(mug)]).values()
    assert (offer.name, offer.price, offer.available) == ("Red mug", 950, 8)
    assert (tmp_path / "default" / Product.objects.get().images.get(alt="Red").file).exists()


def test_a_variant_is_added_with_its_options_and_stock(staff):
    mug = product("Blue mug", sku="MUG", variants=[VariantDraft(sku="S", price=1290, stock=5, options={"Size": "S"})])

    answer = staff.post(
        f"/admin/catalog/product/{mug}/change/",
        page_of(mug, **{
            "variants-0-options": "Size: S", "variants-TOTAL_FORMS": 2, "variants-1-product": mug,
            "variants-1-sku": "L", "variants-1-options": "Size: L\r\nColour: Red", "variants-1-price": "14",
            "variants-1-stock": "3", "initial-variants-1-stock": "0",
        }),
    )  # fmt: skip

    assert answer.status_code == 302, answer.context["errors"]
    offers = {offer.sku: offer for offer in sellables(Variant.objects.values_list("pk", flat=True)).values()}
    assert (offers["L"].options, offers["L"].price, offers["L"].available) == ({"Size": "L", "Colour": "Red"}, 1400, 3)
    assert (offers["S"].price, offers["S"].available) == (1290, 5)
    assert Product.objects.get().option_names == ["Size", "Colour"]


def test_what_was_sold_since_the_page_was_opened_is_not_put_back(staff):
    mug = product("Blue mug", stock=4)
    page = f"/admin/catalog/product/{mug}/change/"

    staff.post(page, page_of(mug, **{"variants-0-price": "9.50"}))
    untouched = sellables([variant(mug)])[variant(mug)]
    answer = staff.post(page, page_of(mug, **{"variants-0-stock": "9"}), follow=True)

    assert (untouched.price, untouched.available) == (950, 4)
    assert sellables([variant(mug)])[variant(mug)].available == 4
    assert "The stock changed meanwhile: it is 4 now." in answer.content.decode()


def test_archived_products_leave_the_shelf_and_stay_in_the_list(staff):
    mug = product("Blue mug")

    staff.post("/admin/catalog/product/", {"action": "take_off_the_shelves", "_selected_action": [mug]})

    assert Product.objects.get().archived_at is not None
    assert staff.get("/admin/catalog/product/", {"on_sale": "no"}).context["cl"].result_count == 1
    assert staff.get("/admin/catalog/product/", {"on_sale": "yes"}).context["cl"].result_count == 0
    assert staff.get(f"/admin/catalog/product/{mug}/change/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_product_takes_the_same_few_statements_however_much_belongs_to_it(staff, count):
    drafts = [VariantDraft(price=100, options={"Size": str(number)}) for number in range(count)]
    mug = product(variants=drafts, category_ids=[category(f"Mugs {number}") for number in range(count)])

    with CaptureQueriesContext(connection) as statements:
        staff.get(f"/admin/catalog/product/{mug}/change/")

    assert len(statements) <= 12


def test_no_list_counts_further_than_anybody_pages(staff):
    product()

    with CaptureQueriesContext(connection) as statements:
        staff.get("/admin/catalog/product/")

    counting = [statement["sql"] for statement in statements if "COUNT(*)" in statement["sql"].upper()]
    assert all("LIMIT 10000" in sql for sql in counting), counting
