"""What can be bought of a product: `/products/{id}/variants/`."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from src.modules.catalog.api.calls import merchant_of, number, writes
from src.modules.catalog.api.schemas.extended import ChoiceOut
from src.modules.catalog.api.schemas.variants import VariantIn, VariantPatchIn
from src.modules.catalog.errors import UnknownProduct, UnknownVariant
from src.modules.catalog.selectors.offers import currency_of
from src.modules.catalog.selectors.variants import variant_document, variant_window
from src.modules.catalog.services import variants
from src.platform.auth.bearer import merchant
from src.platform.auth.principal import SignedInRequest
from src.platform.http.conditional import created, kept, matched_revision
from src.platform.http.keyset import CursorPage, CursorQuery, page_of_window

router = Router(tags=["products"])


@router.get("/{key}/variants/", response=CursorPage[ChoiceOut])
def list_variants(request: HttpRequest, key: str, query: Query[CursorQuery]) -> HttpResponse:
    """The variants of a product in their order. A product without options has one."""
    page, found, count = variant_window(number(key, UnknownProduct), query)
    return kept(request, page_of_window(page, found, count))


@router.post("/{key}/variants/", response={201: ChoiceOut}, auth=merchant, throttle=writes)
def create_variant(request: SignedInRequest, key: str, body: VariantIn) -> HttpResponse:
    """Add a variant. The first with options takes the place of the one without, whose stock is written off."""
    product_id, revision = number(key, UnknownProduct), matched_revision(request)
    draft = body.draft(currency_of(product_id))
    variant_id = variants.add_variant(merchant_of(request), product_id, draft, revision=revision)
    variant = variant_document(product_id, variant_id)
    return created(request, variant.json, at=f"{request.path}{variant_id}/", revision=variant.revision)


@router.get("/{key}/variants/{variant_key}/", response=ChoiceOut)
def show_variant(request: HttpRequest, key: str, variant_key: str) -> HttpResponse:
    """One variant. The revision in its tag is the product's."""
    variant = variant_document(number(key, UnknownProduct), number(variant_key, UnknownVariant))
    return kept(request, variant.json, revision=variant.revision)


@router.put("/{key}/variants/{variant_key}/", response=ChoiceOut, auth=merchant, throttle=writes)
def replace_variant(request: SignedInRequest, key: str, variant_key: str, body: VariantIn) -> HttpResponse:
    """Write a variant anew; with `If-Match` only as the product was read (412 `stale`)."""
    return _changed(request, key, variant_key, body)


@router.patch("/{key}/variants/{variant_key}/", response=ChoiceOut, auth=merchant, throttle=writes)
def change_variant(request: SignedInRequest, key: str, variant_key: str, body: VariantPatchIn) -> HttpResponse:
    """Change some fields of a variant; with `If-Match` only as the product was read (412 `stale`)."""
    return _changed(request, key, variant_key, body)


@router.delete("/{key}/variants/{variant_key}/", response={204: None}, auth=merchant, throttle=writes)
def delete_variant(request: SignedInRequest, key: str, variant_key: str) -> Status[None]:
    """Take a variant off sale; orders that name it keep what they say. The last one: 409 `last_variant`."""
    product_id, variant_id = number(key, UnknownProduct), number(variant_key, UnknownVariant)
    variants.remove_variant(merchant_of(request), product_id, variant_id, revision=matched_revision(request))
    return Status(204, None)


def _changed(request: SignedInRequest, key: str, variant_key: str, body: VariantPatchIn) -> HttpResponse:
    product_id, variant_id = number(key, UnknownProduct), number(variant_key, UnknownVariant)
    change = body.change(currency_of(product_id))
    variants.change_variant(merchant_of(request), product_id, variant_id, change, revision=matched_revision(request))
    return show_variant(request, key, variant_key)
