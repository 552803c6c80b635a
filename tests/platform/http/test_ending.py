"""Calls that will go."""

from datetime import date

from django.http import HttpRequest
from django.test import RequestFactory
from django.urls.resolvers import RoutePattern, URLResolver
from ninja import Router, Status

from src.platform.http.api import VersionedAPI
from src.platform.http.ending import ends
from src.platform.http.paging import NumberedPages

router = Router()


@router.get("/old/", response={204: None})
@ends(since=date(2026, 1, 1), on=date(2027, 1, 1), instead="/api/v2/new/")
def read_old(request: HttpRequest) -> Status[None]:
    return Status(204, None)


api = VersionedAPI(version="ending", paging=NumberedPages, description="")
api.add_router("/", router)


def test_a_call_that_will_go_says_when_and_what_comes_instead():
    read = URLResolver(RoutePattern("/"), api.urls[0]).resolve("/old/").func

    answer = read(RequestFactory().get("/old/"))

    assert (answer["Deprecation"], answer["Sunset"], answer["Link"]) == (
        "@1767225600",
        "Fri, 01 Jan 2027 00:00:00 GMT",
        '</api/v2/new/>; rel="successor-version"',
    )


def test_the_document_says_so_too():
    (call,) = api.get_openapi_schema(path_prefix="")["paths"]["/old/"].values()

    assert call["deprecated"] is True
