"""Lists whose pages are the version's choice: one router serves numbered pages in v1 and cursors in v2.

An operation marked `@paged` declares `response=list[Item]` and returns a `QuerySet` in a total order, or a `Listing`.
The API that mounts it adds its own query parameters and its own form of a page, in the documents too.
"""

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any, TypeVar, get_args

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.operation import Operation
from ninja.signature import ViewSignature
from ninja.utils import contribute_operation_args

from src.platform.http.paging import Listing, Paging

View = TypeVar("View", bound=Callable[..., Any])
MARK = "is_a_list"


def paged(view: View) -> View:
    """Have the version that mounts this operation show what it returns in its pages."""
    setattr(view, MARK, True)
    return view


def in_pages(router: Router, paging: Paging) -> Router:
    """The router as a version mounts it: its lists come in this version's pages; the router itself stays as it is."""
    mounted = copy(router)
    mounted.path_operations = {path: one.clone() for path, one in router.path_operations.items()}
    for views in mounted.path_operations.values():
        for operation in views.operations:
            if hasattr(operation.view_func, MARK):
                _show_pages(operation, paging)
    return mounted


def _show_pages(operation: Operation, paging: Paging) -> None:
    (item,) = get_args(operation.response_models[200].model_fields["response"].annotation)
    operation.view_func = _page_by_page(operation.view_func, paging)
    operation.signature = ViewSignature(operation.path, operation.view_func)
    operation.models = operation.signature.models
    operation.response_models = {200: operation._create_response_model(paging.shape(item))}


def _page_by_page(view: Callable[..., Any], paging: Paging) -> Callable[..., Any]:
    @wraps(view)
    def show_page(request: HttpRequest, *, page: Schema, **asked: Any) -> dict[str, Any]:
        found: QuerySet[Any] | Listing = view(request, **asked)
        listing = found if isinstance(found, Listing) else Listing(found)
        return paging.page(request, listing, page, name=view.__name__)

    contribute_operation_args(show_page, "page", paging.query, Query(...))  # type: ignore[type-arg]
    return show_page
