"""Django's admin: bring files in, take files out."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from src.modules.catalog.models import BulkUpload, Product
from src.modules.identity.models import User
from src.modules.identity.public import enrol
from src.platform.auth.principal import Role
from tests.factories.goods import product
from tests.factories.worker import work_off
from tests.modules.catalog.importing.files import native

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(settings: Any, tmp_path: Path) -> Client:
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
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
