"""Search that forgives: `/search/`."""

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from src.modules.catalog.api.schemas.extended import SearchPage, SearchQuery, SuggestionsOut, SuggestQuery
from src.modules.catalog.selectors import documents, words
from src.modules.catalog.selectors.browsing import browse
from src.platform.http.conditional import kept
from src.platform.http.keyset import page_of_window

router = Router(tags=["search"])


@router.get("/", response=SearchPage)
def search_products(request: HttpRequest, query: Query[SearchQuery]) -> HttpResponse:
    """Products that fit the words, the best first. A word that no product has is taken for the most similar one."""
    meant = words.corrected(query.q)
    seen = browse(query.asked(meant), query)
    found = documents.product_documents(seen.page.ids, documents.FOUND, words=query.either(meant))
    body = page_of_window(seen.page, [product.json for product in found], seen.count, did_you_mean=meant)
    return kept(request, body)


@router.get("/suggest/", response=SuggestionsOut)
def suggest(request: HttpRequest, query: Query[SuggestQuery]) -> HttpResponse:
    """How what was typed might go on, and a few products that it may mean."""
    found = {"suggestions": words.completions(query.q), "products": words.products_named(query.q)}
    return kept(request, orjson.dumps(found))
