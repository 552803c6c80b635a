"""Products: `/products/`. Answers are finished JSON; `response=` documents them, tests hold the two together."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from src.modules.catalog.api.schemas import ProductItem, ProductOut, ProductsQuery
from src.modules.catalog.selectors import documents, shelf
from src.platform.http.conditional import kept
from src.platform.http.paging import Page, page_of_documents

router = Router(tags=["products"])


@router.get("/", response=Page[ProductItem])
def list_products(request: HttpRequest, query: Query[ProductsQuery]) -> HttpResponse:
    """Products on sale. In the order of relevance only the best matches are ranked and counted (3,000 at most)."""
    count, ids = shelf.shelf_page(query.filters(), offset=query.offset, limit=query.page_size)
    found = documents.product_documents(ids)
    return kept(request, page_of_documents(request, query, count, [product.json for product in found]))


@router.get("/{key}/", response=ProductOut)
def show_product(request: HttpRequest, key: str) -> HttpResponse:
    """One product, by id or slug."""
    product = documents.product_document(key)
    return kept(request, product.json, revision=product.revision)
