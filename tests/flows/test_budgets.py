"""What each route may cost, whatever the clock says: statements, bytes, and no query without an index.

Every route of every version is called once, by somebody who may, in a small shop. A query for which PostgreSQL finds no
index even when it is told to avoid reading whole tables would read a million rows tomorrow.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from src.modules.analytics.services import count_changes
from src.platform.events.telling import tell
from tests.factories.shops import ADDRESS
from tests.flows.belongings import belongings, everybody, undone
from tests.flows.test_who_may_call_what import ADMINS, ANYONE, BODIES, FILES, MERCHANTS, address, operations

pytestmark = pytest.mark.django_db

READS, WRITES = 6, 14
# The calls that need more: they gather what a person left in every module, give back money and stock, or make
# something of several parts; each of them is written into the audit log. A summary is of several tables.
STATEMENTS = {
    "erase_me": 24, "erase_user": 22, "export_my_data": 13,
    "show_summary": 8, "cancel_order": 19, "refund_order": 17, "create_variant": 16,
    "place_order": 16,
}  # fmt: skip
BYTES = 20_000
# Tables that stay small, or are read whole on purpose.
WHOLE = {
    "catalog_category",
    "catalog_tally",
    "catalog_choicetally",
    "catalog_uncounted",
    "cache_trust",
    "analytics_keeping",
}
# Admins sort people by a column without an index: a page a day, against a cost on every sign-up.
KNOWN = {("list_users", "identity_user")}
COMMENTS = re.compile(r"^(\s*--[^\n]*\n)*\s*")
# Savepoints are the tests' own transaction's.
NO_QUERIES = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET ", "EXPLAIN", "SHOW")


@pytest.fixture(autouse=True)
def _quick_and_unlimited(settings, tmp_path):
    settings.RATE_LIMIT_SCALE = 0
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    private = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"private": private}


@pytest.fixture(params=["1", "2"])
def calls(request) -> list[tuple[str, str, list[str], int]]:
    """Verb, operation, statements and bytes of every route."""
    version = request.param
    callers = everybody(int(version))
    there = belongings(callers)
    while tell():
        pass
    count_changes()
    return [
        (
            verb,
            operation["operationId"],
            *_called(callers[_who(operation["operationId"])], verb, path, operation, there),
        )
        for verb, path, operation in operations(version)
    ]


def _who(name: str) -> str:
    if name in ANYONE:
        return "nobody"
    return "admin" if name in ADMINS else "seller" if name in MERCHANTS else "customer"


def _called(caller: Any, verb: str, path: str, operation: Any, there: dict[str, str]) -> tuple[list[str], int]:
    name, target = operation["operationId"], address(path, operation, there)
    with undone(), CaptureQueriesContext(connection) as captured:
        if name in FILES:
            answer = caller.send_file(target, FILES[name])
        else:
            body = None if verb == "GET" else _sent(name, there)
            answer = caller(verb, target, body, **({"Idempotency-Key": name} if name == "place_order" else {}))
    queries = [query["sql"] for query in captured.captured_queries]
    size = 0 if answer.streaming else len(answer.content)
    return [sql for sql in queries if not sql.startswith(NO_QUERIES)], size


def _sent(name: str, there: dict[str, str]) -> Any:
    """A purchase is the dearest call, so it must get through."""
    if name == "add_to_cart":
        return {"variant_id": int(there["variant_id"])}
    if name == "place_order":
        return {"shipping_address": ADDRESS, "payment": {"method": "test", "token": "tok_ok"}}
    return BODIES.get(name, {})


def test_every_call_keeps_its_budget(calls):
    """Of statements and of bytes, and no query is without an index."""
    budgets = {name: STATEMENTS.get(name, READS if verb == "GET" else WRITES) for verb, name, _, _ in calls}

    assert {name: len(said) for _, name, said, _ in calls if len(said) > budgets[name]} == {}
    assert {name: size for _, name, _, size in calls if size > BYTES} == {}
    assert _without_an_index(calls) - KNOWN == set()


def _without_an_index(calls: list[tuple[str, str, list[str], int]]) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        return {
            (name, table)
            for _, name, statements, _ in calls
            for sql in statements
            for table in _read_whole(cursor, sql)
        }


def _read_whole(cursor: Any, sql: str) -> set[str]:
    # What stands in a file begins with why.
    if not COMMENTS.sub("", sql).startswith(("SELECT", "UPDATE", "DELETE", "WITH", "INSERT")):
        return set()
    cursor.execute(f"EXPLAIN (FORMAT JSON) {sql.replace('%', '%%')}", [])
    ((plan,),) = cursor.fetchall()
    parsed = json.loads(plan) if isinstance(plan, str) else plan
    return {node["Relation Name"] for node in _nodes(parsed[0]["Plan"]) if node["Node Type"] == "Seq Scan"} - WHOLE


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _nodes(child)
