"""Django REST framework on PostgreSQL, set up with care: kept connections, no sessions, one middleware."""

import os

from src.platform.db.address import connection_parameters

SECRET_KEY = "bench" * 10
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "scripts.bench.reference.drf.api"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "rest_framework", "scripts.bench.reference.drf"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        **connection_parameters(os.environ["DRF_DATABASE_URL"]),
    }
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
}
