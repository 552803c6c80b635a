"""Pictures of a product in version 2, small ones too: `/products/{id}/images/`."""

from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from src.modules.catalog.api.calls import merchant_of, number, writes
from src.modules.catalog.api.schemas.bodies import ImageForm
from src.modules.catalog.api.schemas.extended import PictureOut
from src.modules.catalog.errors import UnknownImage, UnknownProduct
from src.modules.catalog.selectors.pages import images_of, page_by_cursor
from src.modules.catalog.services import images
from src.platform.auth.bearer import merchant
from src.platform.auth.principal import SignedInRequest
from src.platform.http.keyset import CursorPage, CursorQuery

router = Router(tags=["products"])


@router.get("/{key}/images/", response=CursorPage[PictureOut], exclude_unset=True)
def list_images(request: HttpRequest, key: str, query: Query[CursorQuery]) -> dict[str, Any]:
    """The pictures of a product in their order."""
    product_id = number(key, UnknownProduct)
    return page_by_cursor(images_of(product_id), ("position", "pk"), query, name=f"images {product_id}")


@router.post("/{key}/images/", response={201: PictureOut}, auth=merchant, throttle=writes)
def add_image(request: SignedInRequest, key: str, file: File[UploadedFile], form: Form[ImageForm]) -> Status[Any]:
    """Add a picture (JPEG, PNG or WebP by its content, 5 MB at most) after those that are there."""
    product_id = number(key, UnknownProduct)
    return Status(201, images.add_image(merchant_of(request), product_id, file, size=file.size or 0, alt=form.alt))


@router.delete("/{key}/images/{image_key}/", response={204: None}, auth=merchant, throttle=writes)
def delete_image(request: SignedInRequest, key: str, image_key: str) -> Status[None]:
    """Take a picture off the product."""
    images.remove_image(merchant_of(request), number(key, UnknownProduct), number(image_key, UnknownImage))
    return Status(204, None)
