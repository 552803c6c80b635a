"""Before the shop writes to a table of the trail, it says who is at work: in that transaction, to its triggers.

One short statement, and only before such writes: a checkout, a cart, a log-in write to no such table and pay nothing.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

import pgtrigger
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from src.platform.audit.triggers import Audit, NotedByStaff
from src.platform.observability.context import actor, channel, request_id

SIGN = (
    "SELECT set_config('mercer.actor', %s, true), set_config('mercer.channel', %s, true), "
    "set_config('mercer.request_id', %s, true)"
)
VERBS = {"INSERT": "INSERT INTO", "UPDATE": "UPDATE", "DELETE": "DELETE FROM"}
READS = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


class Whose(StrEnum):
    """Whose statements are signed."""

    EVERYBODYS = "everybody's"
    STAFFS = "staff's"
    NOBODYS = "nobody's"


Execute = Callable[[Any, Any, bool, dict[str, Any]], Any]


def sign_every_connection() -> None:
    """Have all connections sign, those that are open and those to come."""
    connection_created.connect(_sign, dispatch_uid="audit_signing")
    _sign(connection)


def _sign(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    if signed not in connection.execute_wrappers:
        connection.execute_wrappers.append(signed)


def signed(execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run the statement; if it writes to a table of the trail, sign first."""
    if isinstance(sql, str) and not sql.startswith(READS) and _is_to_be_signed(sql):
        with context["connection"].cursor() as cursor:
            cursor.execute(SIGN, [actor().user_id, channel(), request_id()])
    return execute(sql, params, many, context)


def _is_to_be_signed(sql: str) -> bool:
    whose = _noted(sql)
    return whose is Whose.EVERYBODYS or (whose is Whose.STAFFS and actor().is_staff)


# The shop's statements are few and run again and again: a look-up costs less than reading two pages of SQL.
@lru_cache(maxsize=1000)
def _noted(sql: str) -> Whose:
    """Whose statement of this text triggers note."""
    return next((whose for whose, writing in _writings().items() if writing.search(sql)), Whose.NOBODYS)


@cache
def _writings() -> dict[Whose, re.Pattern[str]]:
    """What statements that triggers note look like, with or without quotes around the table."""
    noted: dict[Whose, set[str]] = {}
    for model, trigger in pgtrigger.registered():
        whose = {Audit: Whose.EVERYBODYS, NotedByStaff: Whose.STAFFS}
        for kind, who in whose.items():
            if isinstance(trigger, kind):
                verb = VERBS[str(trigger.operation)]
                noted.setdefault(who, set()).add(rf'{verb}\s+"?{model._meta.db_table}\b')
    return {who: re.compile(rf"\b(?:{'|'.join(sorted(looks))})", re.IGNORECASE) for who, looks in sorted(noted.items())}
