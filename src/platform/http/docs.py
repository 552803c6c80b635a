"""`/api/docs/`: Swagger UI for every version, with a switch, from files of our own (no CDN)."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from src.platform.errors import Refusal


class OneDocsPage(DocsBase):
    """A version's own `docs/` shows the common page with that version chosen."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: object) -> HttpResponse:
        return show_docs(request, chosen=api.version)


def docs_urls(apis: Sequence[NinjaAPI]) -> list[URLPattern]:
    """Where the documents of these versions are read, and what each problem's `type` leads to."""
    _versions[:] = apis
    return [path("api/docs/", show_docs, name="api-docs"), path("api/docs/problems/", show_problems)]


def show_docs(request: HttpRequest, chosen: str | None = None) -> HttpResponse:
    """The page. `chosen` is a version; without one, the first: it is the one to begin with."""
    shown = chosen or _versions[0].version
    versions = [
        {"number": api.version, "openapi": reverse(f"{api.urls_namespace}:openapi-json"), "shown": api.version == shown}
        for api in _versions
    ]
    return render(request, "http/docs.html", {"versions": versions})


def show_problems(request: HttpRequest) -> HttpResponse:
    """Every code that an answer can have, explained."""
    refusals = {refusal.code: refusal for refusal in _with_heirs(Refusal) if "code" in vars(refusal)}
    problems = [
        {
            "code": code,
            "status": refusal.status,
            "title": HTTPStatus(refusal.status).phrase,
            "message": refusal.message,
            "meaning": refusal.__doc__ if "__doc__" in vars(refusal) else "",
        }
        for code, refusal in sorted(refusals.items())
    ]
    return render(request, "http/problems.html", {"problems": problems})


def _with_heirs(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    yield kind
    for heir in kind.__subclasses__():
        yield from _with_heirs(heir)


_versions: list[NinjaAPI] = []
