"""How Django reaches PostgreSQL."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from src.platform.settings.environment import Environment

# libpq's names of what Django has names of its own for.
DJANGO_NAMES = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}


def databases(env: Environment) -> dict[str, dict[str, Any]]:
    """The one database. Connections are kept (a reconnect costs 4 ms) and checked, so that a restart heals itself."""
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            **connection(env.DATABASE_URL.get_secret_value()),
        }
    }


def connection(url: str) -> dict[str, Any]:
    """Django's parameters for a libpq address (postgresql://…, sockets and options included)."""
    given = dict(conninfo_to_dict(url))
    named = {django: str(given.pop(libpq)) for libpq, django in DJANGO_NAMES.items() if libpq in given}
    return {**named, "OPTIONS": {"connect_timeout": 5, **given}}
