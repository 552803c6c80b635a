"""Pages of other origins (CORS): none, unless `CORS_ALLOWED_ORIGINS` names them. For the API and the streams alike."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

EXPOSED = "ETag, Location, X-Request-ID, Retry-After, RateLimit, Idempotent-Replayed"
METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
ASKED = (
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, X-Cart-Token, "
    "X-Order-Token, X-Request-ID"
)
# Seconds that a browser remembers the answer.
REMEMBERED = 600


def preflight(request: HttpRequest) -> HttpResponse | None:
    """The answer to a browser that asks whether a page of another origin may call; None to all else."""
    if request.method != "OPTIONS" or not _allowed(request):
        return None
    answer = HttpResponse(status=204)
    answer["Access-Control-Allow-Methods"] = METHODS
    answer["Access-Control-Allow-Headers"] = ASKED
    answer["Access-Control-Max-Age"] = str(REMEMBERED)
    return answer


def share(request: HttpRequest, answer: HttpResponseBase) -> None:
    """Give pages of the allowed origins leave to read an answer. Caches are told that it depends on who asks."""
    if not settings.CORS_ALLOWED_ORIGINS:
        return
    patch_vary_headers(answer, ["Origin"])
    if _allowed(request):
        answer["Access-Control-Allow-Origin"] = request.headers["Origin"]
        # The cookie of the streams comes along.
        answer["Access-Control-Allow-Credentials"] = "true"
        answer["Access-Control-Expose-Headers"] = EXPOSED


def _allowed(request: HttpRequest) -> bool:
    return request.headers.get("Origin") in settings.CORS_ALLOWED_ORIGINS
