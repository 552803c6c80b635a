"""Is the process up, and can it serve? For load balancers and for `scripts/serve`."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError


def live(request: HttpRequest) -> JsonResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """503 only without the database: what else is away makes the shop slower, not wrong."""
    if not _database_answers():
        return JsonResponse({"status": "unavailable", "database": "away"}, status=503)
    degraded = {name: state for name, check in CHECKS.items() if (state := check()) is not None}
    return JsonResponse({"status": "degraded" if degraded else "ok", **degraded})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _cache_state() -> str | None:
    try:
        cache.get("health")
    except RedisError:
        return "away"
    return None


# What may be wrong without stopping sales; each check says what, or None. The relay and the queue add theirs.
CHECKS: dict[str, Callable[[], str | None]] = {"cache": _cache_state}
