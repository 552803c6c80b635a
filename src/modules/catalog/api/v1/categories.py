"""Categories: `/categories/`."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from src.modules.catalog.api.calls import number, writes
from src.modules.catalog.api.schemas.answers import CategoryOut, CategoryTree
from src.modules.catalog.api.schemas.bodies import CategoryIn, CategoryPatchIn
from src.modules.catalog.api.schemas.questions import CategoriesQuery
from src.modules.catalog.errors import CategoryCycle, CategoryInUse, SlugTaken, UnknownCategory
from src.modules.catalog.selectors import categories
from src.modules.catalog.services import categories as keeping
from src.platform.auth.bearer import admin
from src.platform.auth.principal import SignedInRequest
from src.platform.http.conditional import created, kept
from src.platform.http.paging import Page, page_of_documents
from src.platform.http.promises import located, may_refuse, tagged

router = Router(tags=["categories"])


@router.get("/", response=Page[CategoryOut] | Page[CategoryTree])
@tagged
def list_categories(request: HttpRequest, query: Query[CategoriesQuery]) -> HttpResponse:
    """Categories by name; with `tree=true` pages of roots, each with its `children`."""
    read = categories.category_trees if query.tree == "true" else categories.category_documents
    count, found = read(offset=query.offset, limit=query.page_size)
    return kept(request, page_of_documents(request, query, count, found))


@router.post("/", response={201: CategoryOut}, auth=admin, throttle=writes)
@tagged
@located
@may_refuse(SlugTaken)
def create_category(request: SignedInRequest, body: CategoryIn) -> HttpResponse:
    """Add a category, below `parent_id` or as a root."""
    category = categories.category_document(str(keeping.add_category(body.draft())))
    return created(request, category.json, at=f"{request.path}{category.id}/", revision=category.revision)


@router.get("/{key}/", response=CategoryOut)
@tagged
@may_refuse(UnknownCategory)
def show_category(request: HttpRequest, key: str) -> HttpResponse:
    """One category, by id or slug."""
    category = categories.category_document(key)
    return kept(request, category.json, revision=category.revision)


@router.put("/{key}/", response=CategoryOut, auth=admin, throttle=writes)
@tagged
@may_refuse(UnknownCategory, CategoryCycle, SlugTaken)
def replace_category(request: SignedInRequest, key: str, body: CategoryIn) -> HttpResponse:
    """Write a category anew. Below itself: 409 `category_cycle`."""
    keeping.change_category(number(key, UnknownCategory), body.change())
    return show_category(request, key)


@router.patch("/{key}/", response=CategoryOut, auth=admin, throttle=writes)
@tagged
@may_refuse(UnknownCategory, CategoryCycle, SlugTaken)
def change_category(request: SignedInRequest, key: str, body: CategoryPatchIn) -> HttpResponse:
    """Change some fields of a category. Below itself: 409 `category_cycle`."""
    keeping.change_category(number(key, UnknownCategory), body.change())
    return show_category(request, key)


@router.delete("/{key}/", response={204: None}, auth=admin, throttle=writes)
@may_refuse(UnknownCategory, CategoryInUse)
def delete_category(request: SignedInRequest, key: str) -> Status[None]:
    """Remove an empty category. With products or categories in it: 409 `category_in_use`."""
    keeping.remove_category(number(key, UnknownCategory))
    return Status(204, None)
