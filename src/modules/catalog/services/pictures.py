"""Pictures of our own: checked by content, kept as WebP in the shop's storage under the hash of what they show."""

import hashlib
import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Max
from PIL import Image, ImageOps, UnidentifiedImageError

from src.modules.catalog.errors import UnknownProduct, UnreadableImage
from src.modules.catalog.models import ON_SALE, Product, ProductImage
from src.platform.db.transactions import atomic

LARGEST_FILE = 5 * 1024 * 1024
# A few kilobytes of PNG can unfold into gigabytes: what is wider than any camera's picture is not opened.
MOST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
FULL, SMALL = 1_600, 400
REFUSED = {"field": "file", "code": UnreadableImage.code, "message": "This is no picture that can be shown."}


@dataclass(frozen=True, slots=True)
class Picture:
    """Names of the files in the storage."""

    file: str
    thumbnail: str


def attach_image(product_sku: str, content: bytes, alt: str = "") -> int:
    """Add a picture to the product with this SKU, after those it has: the image's id.

    The same picture again is the same image. Raises UnknownProduct, UnreadableImage.
    """
    return _attach(product_sku, keep(content), alt)


@atomic
def _attach(product_sku: str, picture: Picture, alt: str) -> int:
    product = Product.objects.filter(ON_SALE, sku=product_sku).select_for_update(no_key=True).only("pk").first()
    if product is None:
        raise UnknownProduct
    images = ProductImage.objects.filter(product=product)
    found = images.filter(file=picture.file).first()
    if found is None:
        last: int | None = images.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        found = ProductImage.objects.create(
            product=product, file=picture.file, thumbnail=picture.thumbnail, alt=alt, position=position
        )
    return found.pk


def keep(content: bytes) -> Picture:
    """Store a picture and its thumbnail, once however often they come. Raises UnreadableImage."""
    digest = hashlib.sha256(content).hexdigest()[:32]
    picture = Picture(f"products/{digest}.webp", f"products/{digest}-{SMALL}.webp")
    if not (default_storage.exists(picture.file) and default_storage.exists(picture.thumbnail)):
        opened = _opened(content)
        _store(picture.file, _webp(opened, FULL, original=content))
        _store(picture.thumbnail, _webp(opened, SMALL))
    return picture


def _opened(content: bytes) -> Image.Image:
    try:
        if len(content) > LARGEST_FILE:
            raise ValueError
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError
        picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableImage(most=LARGEST_FILE, errors=[REFUSED]) from error
    return picture


def _webp(picture: Image.Image, longest: int, *, original: bytes = b"") -> bytes:
    """Upright, without what the camera wrote beside it (place, owner). One that is right already stays as it is."""
    clean = picture.format == "WEBP" and not picture.getexif() and "xmp" not in picture.info
    if original and clean and max(picture.size) <= longest:
        return original
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((longest, longest))
    file = io.BytesIO()
    upright.convert("RGBA" if upright.has_transparency_data else "RGB").save(file, "WEBP", quality=82, method=2)
    return file.getvalue()


def _store(name: str, content: bytes) -> None:
    """Under exactly this name: the content decides it, so another process can only have written the same."""
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
