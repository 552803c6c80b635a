"""The pictures of a product: files of ours, and addresses of others that are recorded and never fetched."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max, Q

from src.modules.catalog.contracts import ImageDraft
from src.modules.catalog.errors import TooManyImages, UnknownImage
from src.modules.catalog.models import ProductImage
from src.modules.catalog.selectors.offers import address_of
from src.modules.catalog.services.ownership import Merchant, check_owner, locked_product
from src.modules.catalog.services.pictures import LARGEST_FILE, Picture, keep
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.errors import TooLarge

MOST_IMAGES = 50


def add_image(merchant: Merchant, product_id: int, file: "File[Any]", *, size: int, alt: str) -> ProductImage:
    """Keep an uploaded picture as the product's last. Raises UnreadableImage, TooLarge, TooManyImages.

    The picture is looked at before the product is locked: that takes a while.
    """
    if size > LARGEST_FILE:
        raise TooLarge(limit=LARGEST_FILE)
    check_owner(merchant, product_id)
    return _attach(merchant, product_id, keep(file.read()), alt)


@atomic
def _attach(merchant: Merchant, product_id: int, picture: Picture, alt: str) -> ProductImage:
    locked_product(merchant, product_id)
    images = ProductImage.objects.filter(product_id=product_id)
    if images.count() >= MOST_IMAGES:
        raise TooManyImages(most=MOST_IMAGES)
    last = images.aggregate(last=Max("position"))["last"]
    return ProductImage.objects.create(
        product_id=product_id,
        file=picture.file,
        thumbnail=picture.thumbnail,
        alt=alt,
        position=0 if last is None else last + 1,
    )


@atomic
def remove_image(merchant: Merchant, product_id: int, image_id: int) -> None:
    """Take a picture off the product. Raises UnknownImage."""
    locked_product(merchant, product_id)
    image = ProductImage.objects.filter(product_id=product_id, pk=image_id).first()
    if image is None:
        raise UnknownImage
    remove_images([image])


@inside_transaction
def replace_images(product_id: int, wanted: Sequence[ImageDraft]) -> None:
    """These pictures in this order and no others. One that is there already, named by its address, keeps its file."""
    standing = {address_of(image): image for image in ProductImage.objects.filter(product_id=product_id)}
    for position, draft in enumerate({draft.url: draft for draft in wanted}.values()):
        image = standing.pop(draft.url, None) or ProductImage(product_id=product_id, url=draft.url)
        if image.pk is None or (image.alt, image.position) != (draft.alt, position):
            image.alt, image.position = draft.alt, position
            image.save()
    remove_images(standing.values())


@inside_transaction
def remove_images(images: Iterable[ProductImage]) -> None:
    """Take pictures off, and, once that is certain, their files out of the storage."""
    gone = list(images)
    ProductImage.objects.filter(pk__in=[image.pk for image in gone]).delete()
    transaction.on_commit(partial(_forget, [image for image in gone if image.file]))


def _forget(images: Iterable[ProductImage]) -> None:
    """Files are named by their content: one may show several products, and goes with the last of them."""
    for image in images:
        if not ProductImage.objects.filter(Q(file=image.file) | Q(thumbnail=image.thumbnail)).exists():
            default_storage.delete(image.file)
            default_storage.delete(image.thumbnail)
