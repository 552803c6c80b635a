"""What holds for every call of the API, whatever its operation. One middleware, because each costs (hazard 11)."""

import time
from collections.abc import Callable
from contextlib import nullcontext

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from src.platform.cache import orm
from src.platform.errors import NotFound, TooLarge, WrongMediaType
from src.platform.http import cors
from src.platform.http.conditional import READS
from src.platform.http.problems import MEDIA_TYPE, problem, refused
from src.platform.http.site import API_PREFIX
from src.platform.http.throttling import declare_limit
from src.platform.observability.context import begin_request
from src.platform.observability.logs import log_access

Answer = Callable[[HttpRequest], HttpResponseBase]
WITH_BODY = {"POST", "PUT", "PATCH", "DELETE"}
BODY_TYPES = {"application/json", "multipart/form-data"}


class Conventions:
    """Request ids, access log, tolerated slashes, CORS, HEAD, body limits and types, and no HTML below /api/."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        trace = request.META.get("HTTP_TRACEPARENT", "")
        identity = begin_request(request.headers.get("X-Request-ID"), trace, channel=_channel_of(request))
        with orm.looking() if request.method in READS else nullcontext():
            answer = self._api(request) if request.path_info.startswith(API_PREFIX) else self.get_response(request)
        answer["X-Request-ID"] = identity
        log_access(request, answer, seconds=time.perf_counter() - began)
        return answer

    def _api(self, request: HttpRequest) -> HttpResponseBase:
        answer = cors.preflight(request) or _body_refusal(request) or self._called(request)
        cors.share(request, answer)
        return answer

    def _called(self, request: HttpRequest) -> HttpResponseBase:
        _add_missing_slash(request)
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        answer = _in_the_one_format(self.get_response(request))
        answer["X-Content-Type-Options"] = "nosniff"
        declare_limit(request, answer)
        return _without_body(answer) if head else answer


def _channel_of(request: HttpRequest) -> str:
    return "api" if request.path_info.startswith(API_PREFIX) else "admin"


def _body_refusal(request: HttpRequest) -> HttpResponse | None:
    if request.method not in WITH_BODY:
        return None
    kind, length = request.content_type, int(request.META.get("CONTENT_LENGTH") or 0)
    limit = settings.MAX_UPLOAD_BYTES if kind == "multipart/form-data" else settings.MAX_BODY_BYTES
    if length > limit:
        return refused(TooLarge(limit=limit))
    if length and kind not in BODY_TYPES:
        return refused(WrongMediaType(expected="application/json"))
    return None


def _add_missing_slash(request: HttpRequest) -> None:
    """The same path without its slash is the same thing, for every method, without a redirect."""
    path = request.path_info
    if path.endswith("/") or _is_a_route(path) or not _is_a_route(path + "/"):
        return
    request.path_info = path + "/"
    request.path = request.path + "/"


def _is_a_route(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _in_the_one_format(answer: HttpResponseBase) -> HttpResponseBase:
    """Django's own pages for unknown routes, methods and crashes, as problems."""
    if answer.status_code < 400 or answer.get("Content-Type", "").startswith((MEDIA_TYPE, "application/json")):
        return answer
    if answer.status_code == 404:
        return refused(NotFound())
    if answer.status_code == 405:
        allowed = answer["Allow"] + (", HEAD" if "GET" in answer["Allow"] else "")
        return problem(405, "method_not_allowed", "This cannot be done here.", headers={"Allow": allowed})
    if answer.status_code == 400:
        return problem(400, "bad_request", "The request is not valid.")
    return problem(answer.status_code, "internal_error", "Something went wrong on our side.")


def _without_body(answer: HttpResponseBase) -> HttpResponseBase:
    """RFC 9110, section 9.3.2: the headers of the GET, its length included, and no content."""
    if isinstance(answer, HttpResponse):
        answer["Content-Length"] = str(len(answer.content))
        answer.content = b""
    return answer
