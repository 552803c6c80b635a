"""The reference "bare view": a Ninja view that does nothing, and one that runs statements it was given.

Served as the shop's `web` is (granian WSGI, the same threads, the same door). BENCH_STATEMENTS names a file of JSON:
lists of statements by name, the same that the shop sends for a page.
"""

import json
import os
from pathlib import Path

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI

STATEMENTS: dict[str, list[str]] = json.loads(Path(os.environ["BENCH_STATEMENTS"]).read_text())
api = NinjaAPI(docs_url=None, openapi_url=None)


@api.get("/bare")
def bare(request: HttpRequest) -> dict[str, str]:
    """The least that a view can do."""
    return {"hello": "world"}


@api.get("/same/{name}")
def same(request: HttpRequest, name: str) -> HttpResponse:
    """The statements of a page, and the last one's rows as they come."""
    with connection.cursor() as cursor:
        for statement in STATEMENTS[name]:
            cursor.execute(statement)
        rows = cursor.fetchall()
    return HttpResponse("".join(str(row[-1]) for row in rows), content_type="application/json")


urlpatterns = [path("api/", api.urls)]
