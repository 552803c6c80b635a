"""Pictures of the shop's own."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from src.modules.catalog import public as catalog
from src.modules.catalog.errors import UnknownProduct, UnreadableImage
from src.modules.catalog.models import ProductImage
from tests.modules.catalog.importing.files import native

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def mug() -> None:
    file = io.BytesIO(native("Mug,,1.00,EUR,MUG,1,Mugs,").encode())
    catalog.import_file(file, seller_id=None, actor="test")


def drawn(format: str, size: tuple[int, int] = (20, 10), **more) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, format, **more)
    return file.getvalue()


def stored(name: str) -> Image.Image:
    with default_storage.open(name) as file:
        picture = Image.open(file)
        picture.load()
    return picture


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_as_webp_with_a_thumbnail(mug, format):
    catalog.attach_image("MUG", drawn(format, (2_000, 1_000)), "A red mug")

    image = ProductImage.objects.get()
    kept = [stored(name) for name in (image.file, image.thumbnail)]
    assert [(picture.format, picture.size) for picture in kept] == [("WEBP", (1_600, 800)), ("WEBP", (400, 200))]
    assert (image.alt, image.position) == ("A red mug", 0)


def test_the_same_picture_twice_is_one_image(mug):
    first = catalog.attach_image("MUG", drawn("PNG"))

    assert catalog.attach_image("MUG", drawn("PNG")) == first
    assert ProductImage.objects.count() == 1


def test_what_the_camera_noted_is_not_shown_to_the_world(mug):
    exif = Image.Exif()
    exif[0x010E] = "Ann's kitchen"
    catalog.attach_image("MUG", drawn("JPEG", exif=exif))

    assert dict(stored(ProductImage.objects.get().file).getexif()) == {}


@pytest.mark.parametrize("content", [b"", b"<svg/>", drawn("GIF"), drawn("PNG")[:40], drawn("PNG", (8_000, 8_000))])
def test_what_is_no_picture_is_refused(mug, content):
    with pytest.raises(UnreadableImage):
        catalog.attach_image("MUG", content)

    assert not ProductImage.objects.exists()


def test_a_picture_needs_its_product():
    with pytest.raises(UnknownProduct):
        catalog.attach_image("MUG", drawn("PNG"))
