"""The shop's table of contents."""

from django.contrib import admin
from django.urls import path

from api_versions.v1 import api as v1
from src.platform.http.docs import docs_url
from src.platform.observability import health

urlpatterns = [
    docs_url([v1]),
    path("api/v1/", v1.urls),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("admin/", admin.site.urls),
]
