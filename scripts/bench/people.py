"""What a measurement needs of the shop itself: people with tokens, goods with stock, the statements of a page."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

PLENTY = 10_000_000
WAITING = """
SELECT EXISTS (SELECT FROM outbox_event WHERE seq IS NULL) OR EXISTS (SELECT FROM django_q_ormq WHERE lock <= now())
"""


def buyers(number: int) -> list[str]:
    """Access tokens of so many customers."""
    return [_token("customer", f"bench-{place}@example.com") for place in range(number)]


def admin() -> str:
    """The access token of an admin."""
    return _token("admin", "bench-admin@example.com")


def until_idle(seconds: float = 90) -> None:
    """Wait until the relay and the worker are done with what was bought: it must not slow what is measured next."""
    _set_up()
    from django.db import connection

    deadline = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(WAITING)
            if cursor.fetchone() == (False,):
                return
            time.sleep(0.5)


def _token(role: str, email: str) -> str:
    from django.conf import settings

    _set_up()
    from src.modules.identity import public as identity
    from src.platform.auth import tokens
    from src.platform.auth.principal import Principal, Role
    from src.platform.ids import uuid7

    # A measurement lasts longer than a log-in.
    settings.NINJA_JWT["ACCESS_TOKEN_LIFETIME"] = settings.ACCESS_TOKEN_LIFETIME = settings.REFRESH_TOKEN_LIFETIME
    return tokens.issue(Principal(identity.enrol(email=email, password=None, role=Role(role)), Role(role), uuid7()))


def variants(number: int) -> list[int]:
    """So many variants, each with more in stock than can be sold."""
    _set_up()
    from django.db import transaction

    from src.modules.catalog.models import Variant
    from src.modules.inventory import public as inventory

    rows = Variant.objects.filter(archived_at=None, product__archived_at=None).order_by("pk")
    found = dict(rows.values_list("pk", "stock_item_id")[:number])
    with transaction.atomic():
        inventory.receive(dict.fromkeys(found.values(), PLENTY), reason="bench")
    return list(found)


def statements_of(pages: Mapping[str, str], folder: Path) -> dict[str, int]:
    """How many statements each page needs; they themselves are left in a file, for the bare view."""
    _set_up()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    for name, path in pages.items():
        with CaptureQueriesContext(connection) as captured:
            _get(path)
        found[name] = [query["sql"] for query in captured.captured_queries]
    (folder / "statements.json").write_text(json.dumps(found))
    return {name: len(statements) for name, statements in found.items()}


def _get(path: str) -> None:
    from django.test import Client

    parts = urlsplit(path)
    Client(headers={"host": "127.0.0.1"}).get(f"{parts.path}?{parts.query}")


def make_reference_tables(owner: str, environment: Mapping[str, str], rows: Path) -> None:
    """The reference shop's tables, in a schema of their own, with the same products."""
    with psycopg.connect(owner, autocommit=True) as database:
        database.execute("CREATE SCHEMA IF NOT EXISTS drf")
    command = [sys.executable, "-m", "django", "migrate", "--run-syncdb", "-v0"]
    subprocess.run(command, env={**os.environ, **environment}, check=True)
    with psycopg.connect(owner, autocommit=True) as database:
        database.execute(rows.read_bytes())


def hang_up() -> None:
    """The database is about to be started anew."""
    from django.db import connections

    connections.close_all()


def _set_up() -> None:
    """Django, once the settings of the running shop are in the environment."""
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
