"""Products in version 2: cursors, amounts with their currency, variants, `If-Match`, chosen fields."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from src.modules.catalog.api.calls import CHANGING, merchant_of, number, writes
from src.modules.catalog.api.schemas.bodies import ProductIn, ProductPatchIn
from src.modules.catalog.api.schemas.extended import ExtendedItem, ExtendedShelfQuery, ShapeQuery, ShelfPage
from src.modules.catalog.errors import NotYours, SkuTaken, SlugTaken, UnknownProduct
from src.modules.catalog.selectors import documents
from src.modules.catalog.selectors.browsing import browse
from src.modules.catalog.selectors.offers import currency_of
from src.modules.catalog.services import products
from src.platform.auth.bearer import merchant
from src.platform.auth.principal import SignedInRequest
from src.platform.http.conditional import created, kept, matched_revision
from src.platform.http.keyset import page_of_window
from src.platform.http.promises import located, matched, may_refuse, tagged

router = Router(tags=["products"])


@router.get("/", response=ShelfPage, by_alias=True)
@tagged
def list_products(request: HttpRequest, query: Query[ExtendedShelfQuery]) -> HttpResponse:
    """Products on sale, page by page by cursor; `facets` says how many each further choice would leave."""
    seen = browse(query.filters(), query, query.wanted_facets())
    found = documents.product_documents(seen.page.ids, query.item())
    return kept(request, page_of_window(seen.page, [product.json for product in found], seen.count, **seen.members))


@router.post("/", response={201: ExtendedItem}, auth=merchant, throttle=writes)
@tagged
@located
@may_refuse(SkuTaken, SlugTaken)
def create_product(request: SignedInRequest, body: ProductIn) -> HttpResponse:
    """Put a product on sale. A seller's is the seller's own; an admin's the house's, or a seller's by `seller_id`."""
    product_id = products.add_product(merchant_of(request), body.draft())
    product = documents.product_document(str(product_id), documents.V2_WHOLE)
    return created(request, product.json, at=f"{request.path}{product.id}/", revision=product.revision)


@router.get("/{key}/", response=ExtendedItem)
@tagged
@may_refuse(UnknownProduct)
def show_product(request: HttpRequest, key: str, query: Query[ShapeQuery]) -> HttpResponse:
    """One product, by id or slug."""
    product = documents.product_document(key, query.whole())
    return kept(request, product.json, revision=product.revision)


@router.put("/{key}/", response=ExtendedItem, auth=merchant, throttle=writes)
@tagged
@matched
@may_refuse(*CHANGING)
def replace_product(request: SignedInRequest, key: str, body: ProductIn) -> HttpResponse:
    """Write a product anew; with `If-Match` only as it was read (412 `stale`)."""
    return _changed(request, key, body)


@router.patch("/{key}/", response=ExtendedItem, auth=merchant, throttle=writes)
@tagged
@matched
@may_refuse(*CHANGING)
def change_product(request: SignedInRequest, key: str, body: ProductPatchIn) -> HttpResponse:
    """Change some fields of a product; with `If-Match` only as it was read (412 `stale`)."""
    return _changed(request, key, body)


@router.delete("/{key}/", response={204: None}, auth=merchant, throttle=writes)
@matched
@may_refuse(UnknownProduct, NotYours)
def delete_product(request: SignedInRequest, key: str) -> Status[None]:
    """Take a product off the shelves; with `If-Match` only as it was read (412 `stale`)."""
    product_id = number(key, UnknownProduct)
    products.archive_product(merchant_of(request), product_id, revision=matched_revision(request))
    return Status(204, None)


def _changed(request: SignedInRequest, key: str, body: ProductPatchIn) -> HttpResponse:
    product_id, revision = number(key, UnknownProduct), matched_revision(request)
    change = body.change(currency_of(product_id))
    products.change_product(merchant_of(request), product_id, change, revision=revision)
    product = documents.product_document(key, documents.V2_WHOLE)
    return kept(request, product.json, revision=product.revision)
