"""Categories: `/categories/`."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from src.modules.catalog.api.schemas import CategoriesQuery, CategoryOut, CategoryTree
from src.modules.catalog.selectors import categories
from src.platform.http.conditional import kept
from src.platform.http.paging import Page, page_of_documents

router = Router(tags=["categories"])


@router.get("/", response=Page[CategoryOut] | Page[CategoryTree])
def list_categories(request: HttpRequest, query: Query[CategoriesQuery]) -> HttpResponse:
    """Categories by name; with `tree=true` pages of roots, each with its `children`."""
    read = categories.category_trees if query.tree == "true" else categories.category_documents
    count, found = read(offset=query.offset, limit=query.page_size)
    return kept(request, page_of_documents(request, query, count, found))


@router.get("/{key}/", response=CategoryOut)
def show_category(request: HttpRequest, key: str) -> HttpResponse:
    """One category, by id or slug."""
    category = categories.category_document(key)
    return kept(request, category.json, revision=category.revision)
