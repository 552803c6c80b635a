"""Categories in version 2: cursors, `If-Match`."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from src.modules.catalog.api.calls import number, writes
from src.modules.catalog.api.schemas.answers import CategoryOut
from src.modules.catalog.api.schemas.bodies import CategoryIn, CategoryPatchIn
from src.modules.catalog.errors import CategoryCycle, CategoryInUse, SlugTaken, UnknownCategory
from src.modules.catalog.selectors import categories
from src.modules.catalog.services import categories as keeping
from src.platform.auth.bearer import admin
from src.platform.auth.principal import SignedInRequest
from src.platform.http.conditional import created, kept, matched_revision
from src.platform.http.keyset import CursorPage, CursorQuery, page_of_window
from src.platform.http.promises import located, matched, may_refuse, tagged

router = Router(tags=["categories"])


@router.get("/", response=CursorPage[CategoryOut])
@tagged
def list_categories(request: HttpRequest, query: Query[CursorQuery]) -> HttpResponse:
    """Categories by name, page by page by cursor."""
    page, found, count = categories.category_window(query)
    return kept(request, page_of_window(page, found, count))


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
@matched
@may_refuse(UnknownCategory, CategoryCycle, SlugTaken)
def replace_category(request: SignedInRequest, key: str, body: CategoryIn) -> HttpResponse:
    """Write a category anew; with `If-Match` only as it was read (412 `stale`)."""
    return _changed(request, key, body)


@router.patch("/{key}/", response=CategoryOut, auth=admin, throttle=writes)
@tagged
@matched
@may_refuse(UnknownCategory, CategoryCycle, SlugTaken)
def change_category(request: SignedInRequest, key: str, body: CategoryPatchIn) -> HttpResponse:
    """Change some fields of a category; with `If-Match` only as it was read (412 `stale`)."""
    return _changed(request, key, body)


@router.delete("/{key}/", response={204: None}, auth=admin, throttle=writes)
@matched
@may_refuse(UnknownCategory, CategoryInUse)
def delete_category(request: SignedInRequest, key: str) -> Status[None]:
    """Remove an empty category; with `If-Match` only as it was read (412 `stale`)."""
    keeping.remove_category(number(key, UnknownCategory), revision=matched_revision(request))
    return Status(204, None)


def _changed(request: SignedInRequest, key: str, body: CategoryPatchIn) -> HttpResponse:
    keeping.change_category(number(key, UnknownCategory), body.change(), revision=matched_revision(request))
    category = categories.category_document(key)
    return kept(request, category.json, revision=category.revision)
