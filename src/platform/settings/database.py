"""How Django reaches PostgreSQL."""

from typing import Any

from src.platform.db.address import connection_parameters
from src.platform.settings.environment import Environment


def databases(env: Environment) -> dict[str, dict[str, Any]]:
    """The one database. Connections are kept (a reconnect costs 4 ms) and checked, so that a restart heals itself."""
    reached = connection_parameters(env.DATABASE_URL.get_secret_value())
    return {
        "default": {
            "ENGINE": "src.platform.db.postgresql",
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            **reached,
            "OPTIONS": {**reached["OPTIONS"], "prepare_threshold": 0 if env.PREPARED_STATEMENTS else None},
        }
    }
