"""Database addresses, in libpq's words and in Django's."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

# libpq's names of what Django has names of its own for.
DJANGO_NAMES = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}


def connection_parameters(url: str) -> dict[str, Any]:
    """Django's parameters for a libpq address (postgresql://…, sockets and options included)."""
    given = dict(conninfo_to_dict(url))
    named = {django: str(given.pop(libpq)) for libpq, django in DJANGO_NAMES.items() if libpq in given}
    return {**named, "OPTIONS": {"connect_timeout": 5, **given}}
