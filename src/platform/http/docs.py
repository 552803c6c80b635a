"""`/api/docs/`: Swagger UI for every version, with a switch, from files of our own (no CDN)."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


class OneDocsPage(DocsBase):
    """A version's own `docs/` shows the common page with that version chosen."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: object) -> HttpResponse:
        return show_docs(request, chosen=api.version)


def docs_url(apis: Sequence[NinjaAPI]) -> URLPattern:
    """Where the documents of these versions are read."""
    _versions[:] = apis
    return path("api/docs/", show_docs, name="api-docs")


def show_docs(request: HttpRequest, chosen: str | None = None) -> HttpResponse:
    """The page. `chosen` is a version; without one, the first: it is the one to begin with."""
    shown = chosen or _versions[0].version
    versions = [
        {"number": api.version, "openapi": reverse(f"{api.urls_namespace}:openapi-json"), "shown": api.version == shown}
        for api in _versions
    ]
    return render(request, "http/docs.html", {"versions": versions})


_versions: list[NinjaAPI] = []
