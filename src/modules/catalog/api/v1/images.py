"""Pictures of a product: `/products/{id}/images/`."""

from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from src.modules.catalog.api.calls import merchant_of, number, writes
from src.modules.catalog.api.schemas.answers import ImageOut
from src.modules.catalog.api.schemas.bodies import ImageForm
from src.modules.catalog.errors import UnknownImage, UnknownProduct
from src.modules.catalog.selectors.offers import address_of
from src.modules.catalog.services import images
from src.platform.auth.bearer import merchant
from src.platform.auth.principal import SignedInRequest
from src.platform.http.forms import only_known_fields

router = Router(tags=["products"], auth=merchant, throttle=writes)


@router.post("/{key}/images/", response={201: ImageOut})
def add_image(request: SignedInRequest, key: str, file: File[UploadedFile], form: Form[ImageForm]) -> Status[ImageOut]:
    """Add a picture (JPEG, PNG or WebP by its content, 5 MB at most) after those that are there."""
    product_id = number(key, UnknownProduct)
    only_known_fields(request, ImageForm, "file")
    image = images.add_image(merchant_of(request), product_id, file, size=file.size or 0, alt=form.alt)
    return Status(201, ImageOut(id=image.pk, url=address_of(image), alt=image.alt))


@router.delete("/{key}/images/{image_key}/", response={204: None})
def delete_image(request: SignedInRequest, key: str, image_key: str) -> Status[None]:
    """Take a picture off the product."""
    images.remove_image(merchant_of(request), number(key, UnknownProduct), number(image_key, UnknownImage))
    return Status(204, None)
