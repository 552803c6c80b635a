"""Django with nothing but a database."""

import os

from src.platform.db.address import connection_parameters

SECRET_KEY = "bench" * 10
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "scripts.bench.reference.bare"
USE_TZ = True
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        **connection_parameters(os.environ["DATABASE_URL"]),
    }
}
