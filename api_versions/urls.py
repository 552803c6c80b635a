"""The shop's table of contents."""

from django.contrib import admin
from django.urls import path
from django.views.generic import TemplateView

from api_versions.v1 import api as v1
from api_versions.v2 import api as v2
from src.platform.admin.sellers import seller_site
from src.platform.http.docs import docs_urls
from src.platform.observability import health, silk
from src.platform.observability.exposing import show_metrics

# All versions that are served, the oldest first.
VERSIONS = [v1, v2]

urlpatterns = [
    *docs_urls(VERSIONS),
    *(path(f"api/v{version.version}/", version.urls) for version in VERSIONS),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("metrics", show_metrics),
    path("admin/", admin.site.urls),
    path("seller/", seller_site.urls),
    *silk.urls(),
    # An example for front-end developers: products and orders that move (docs/events.md).
    path("demo/", TemplateView.as_view(template_name="live/demo.html")),
]
