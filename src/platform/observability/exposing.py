"""GET /metrics: for the operator's Prometheus, not for the public."""

from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from src.platform.observability.metrics import exposition


@require_safe
def show_metrics(request: HttpRequest) -> HttpResponse:
    """404 where nobody allowed it; with METRICS_TOKEN, only for its bearer."""
    if settings.METRICS_TOKEN:
        offered, wanted = request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"
        if not compare_digest(offered.encode(), wanted.encode()):
            return HttpResponse("METRICS_TOKEN is needed.\n", status=401, headers={"WWW-Authenticate": "Bearer"})
    elif not settings.METRICS:
        return HttpResponse("Not found.\n", status=404)
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})
