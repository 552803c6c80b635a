"""Products get pictures: v1."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from src.modules.catalog.contracts import ImageDraft
from src.modules.catalog.models import ProductImage
from tests.factories.callers import Caller
from tests.factories.goods import product
from tests.modules.catalog.keeping.people import a_mug

pytestmark = pytest.mark.django_db


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


def test_pictures_elsewhere_are_recorded_in_their_order(admin):
    mug = product(images=[ImageDraft(url="https://example.com/1.jpg"), ImageDraft(url="https://example.com/2.jpg")])

    urls = [image["url"] for image in admin.get(f"products/{mug}/").json()["images"]]

    assert urls == ["https://example.com/1.jpg", "https://example.com/2.jpg"]
