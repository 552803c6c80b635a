"""`SILK=1`: requests with the secret header are looked at statement by statement, all others are left alone.

Each recorded request costs about 6 ms and an EXPLAIN a statement. SILKY_ANALYZE_QUERIES stays off: it would execute
every UPDATE a second time. Raw cursors are not seen by silk (the catalogue's finished answers use them): for these,
the tests' statement budgets and `log_min_duration_statement` tell.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from django.utils.crypto import constant_time_compare, salted_hmac

HEADER = "X-Silk"


def secret() -> str:
    """What the header must say: known to whoever knows the shop's SECRET_KEY."""
    return salted_hmac("silk", "intercept").hexdigest()[:32]


def is_asked_for(request: HttpRequest) -> bool:
    """SILKY_INTERCEPT_FUNC."""
    return constant_time_compare(request.headers.get(HEADER, ""), secret())


def urls() -> list[URLPattern | URLResolver]:
    """Silk's own pages, for the staff; none without SILK=1."""
    return [path("silk/", include("silk.urls", namespace="silk"))] if settings.SILK else []


def worst_routes(number: int) -> list[dict[str, Any]]:
    """The routes that took longest in all: calls, milliseconds and statements a call (mean and worst)."""
    from django.db.models import Avg, Count, Max, Sum
    from silk.models import Request

    figures = {
        "calls": Count("pk"), "total": Sum("time_taken"), "mean": Avg("time_taken"), "worst": Max("time_taken"),
        "statements": Avg("num_sql_queries"), "most_statements": Max("num_sql_queries"),
    }  # fmt: skip
    rows = Request.objects.values("method", "view_name").annotate(**figures).order_by("-total")
    return list(rows[:number])
