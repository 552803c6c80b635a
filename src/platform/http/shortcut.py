"""In front of Django: a public answer that was given before and is still true needs none of it.

It answers what Django would (tests hold the two against each other, byte for byte) and leaves everything else to it:
other methods, what was not asked before, every error. A request with a log-in gets the same bytes: only answers that
depend on nobody's are ever kept (`conditional.kept`).
"""

import time
from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.conf import settings

from src.platform.cache import answers
from src.platform.cache.answers import Answer
from src.platform.http.conditional import ALWAYS_ASK, has_it
from src.platform.http.site import API_PREFIX
from src.platform.observability import requests
from src.platform.observability.context import begin_request, note_cache

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# A longer question is asked once, by whoever wrote it.
LONGEST_QUERY = 512


class ShortCut:
    """A WSGI application around the shop's."""

    def __init__(self, shop: "WSGIApplication") -> None:
        self._shop = shop

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        began = time.perf_counter()
        question = question_of(environ)
        if question is None:
            return self._shop(environ, start_response)
        answer = answers.find(question)
        if answer is not None:
            return _give(answer, environ, start_response, began)
        with answers.making(question):
            return self._shop(environ, start_response)


def question_of(environ: "WSGIEnvironment") -> str | None:
    """All of a request that a public answer can depend on, as one short text; None where there is no short cut.

    The query string as it came: its order is that of the links in the answer.
    """
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not path.startswith(API_PREFIX):
        return None
    if settings.SILK and "HTTP_X_SILK" in environ:
        return None
    if len(query) > LONGEST_QUERY or (settings.CORS_ALLOWED_ORIGINS and "HTTP_ORIGIN" in environ):
        return None
    scheme = environ.get("HTTP_X_FORWARDED_PROTO") or environ["wsgi.url_scheme"]
    place: tuple[str, ...] = (scheme, environ.get("HTTP_HOST", ""), environ.get("SCRIPT_NAME", ""), path.rstrip("/"))
    whole = "\0".join((*place, query))
    return blake2b(whole.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _give(answer: Answer, environ: "WSGIEnvironment", start_response: "StartResponse", began: float) -> Iterable[bytes]:
    identity = begin_request(environ.get("HTTP_X_REQUEST_ID"))
    note_cache(hit=True)
    known = environ.get("HTTP_IF_NONE_MATCH")
    fresh = known is None or not has_it(known, answer.tag)
    head = environ["REQUEST_METHOD"] == "HEAD"
    start_response("200 OK" if fresh else "304 Not Modified", _headers(answer, identity, fresh=fresh, head=head))
    requests.record(
        method=environ["REQUEST_METHOD"], route=answer.route, status=200 if fresh else 304,
        seconds=time.perf_counter() - began,
    )  # fmt: skip
    return [answer.body] if fresh and not head else [b""]


def _headers(answer: Answer, identity: str, *, fresh: bool, head: bool) -> list[Any]:
    headers = [("ETag", answer.tag), ("Cache-Control", ALWAYS_ASK)]
    if fresh:
        headers.append(("Content-Type", "application/json"))
    headers.append(("X-Content-Type-Options", "nosniff"))
    if head:
        headers.append(("Content-Length", str(len(answer.body) if fresh else 0)))
    return [*headers, ("X-Request-ID", identity)]
