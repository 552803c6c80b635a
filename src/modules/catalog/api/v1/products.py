"""Products: `/products/`. Answers are finished JSON; `response=` documents them, tests hold the two together."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from src.modules.catalog.api.calls import merchant_of, number, writes
from src.modules.catalog.api.schemas.answers import ProductItem, ProductOut
from src.modules.catalog.api.schemas.bodies import ProductIn, ProductPatchIn
from src.modules.catalog.api.schemas.questions import ProductsQuery
from src.modules.catalog.errors import UnknownProduct
from src.modules.catalog.selectors import documents
from src.modules.catalog.selectors.browsing import shelf_page
from src.modules.catalog.selectors.offers import currency_of
from src.modules.catalog.services import products
from src.platform.auth.bearer import merchant
from src.platform.auth.principal import SignedInRequest
from src.platform.http.conditional import created, kept
from src.platform.http.paging import Page, page_of_documents

router = Router(tags=["products"])


@router.get("/", response=Page[ProductItem])
def list_products(request: HttpRequest, query: Query[ProductsQuery]) -> HttpResponse:
    """Products on sale. In the order of relevance only the best matches are ranked and counted (3,000 at most)."""
    count, ids = shelf_page(query.filters(), offset=query.offset, limit=query.page_size)
    found = documents.product_documents(ids)
    return kept(request, page_of_documents(request, query, count, [product.json for product in found]))


@router.post("/", response={201: ProductOut}, auth=merchant, throttle=writes)
def create_product(request: SignedInRequest, body: ProductIn) -> HttpResponse:
    """Put a product on sale. A seller's is the seller's own; an admin's the house's, or a seller's by `seller_id`."""
    product = documents.product_document(str(products.add_product(merchant_of(request), body.draft())))
    return created(request, product.json, at=f"{request.path}{product.id}/", revision=product.revision)


@router.get("/{key}/", response=ProductOut)
def show_product(request: HttpRequest, key: str) -> HttpResponse:
    """One product, by id or slug."""
    product = documents.product_document(key)
    return kept(request, product.json, revision=product.revision)


@router.put("/{key}/", response=ProductOut, auth=merchant, throttle=writes)
def replace_product(request: SignedInRequest, key: str, body: ProductIn) -> HttpResponse:
    """Write a product anew. With several variants, a new price or stock must name one: 409 `variant_required`."""
    return _changed(request, key, body)


@router.patch("/{key}/", response=ProductOut, auth=merchant, throttle=writes)
def change_product(request: SignedInRequest, key: str, body: ProductPatchIn) -> HttpResponse:
    """Change some fields of a product. With several variants, as for PUT."""
    return _changed(request, key, body)


@router.delete("/{key}/", response={204: None}, auth=merchant, throttle=writes)
def delete_product(request: SignedInRequest, key: str) -> Status[None]:
    """Take a product off the shelves. Orders that name it keep what they say."""
    products.archive_product(merchant_of(request), number(key, UnknownProduct))
    return Status(204, None)


def _changed(request: SignedInRequest, key: str, body: ProductPatchIn) -> HttpResponse:
    product_id = number(key, UnknownProduct)
    products.change_product(merchant_of(request), product_id, body.change(currency_of(product_id)))
    return show_product(request, key)
