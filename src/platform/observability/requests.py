"""One call of the shop: one line in the log, and its part in the metrics. Cheap, because every call pays for it."""

import os
import time
from datetime import UTC, datetime
from functools import cache
from typing import Any

import orjson
from prometheus_client import Counter

from src.platform.observability import metrics
from src.platform.observability.context import cost, request_id
from src.platform.observability.tracing import note_call

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
# Asked every few seconds by machines, and of no interest when all is well.
SILENT = {"health/live", "health/ready", "metrics"}

_writes_json = True


def configure(*, format: str) -> None:
    """JSON for machines, or a readable line for a console."""
    global _writes_json
    _writes_json = format == "json"


def record(*, method: str | None, route: str | None, status: int, seconds: float, user: str | None = None) -> None:
    """Write the access line and count the call. `route`: the pattern, not the address, which may hold secrets.

    What it cost and whether it came from the cache is known from `context`; `begin_request` starts the count.
    """
    if route in SILENT:
        return
    verb = method if method in METHODS else "OTHER"
    _count(verb, route or "", status, seconds)
    note_call(method=verb, route=route or "", status=status, seconds=seconds, request_id=request_id(), user=user)
    line: dict[str, Any] = {
        "event": "request", "level": "info", "method": verb, "route": route, "status": status,
        "ms": round(seconds * 1000, 2), "user_id": user, "request_id": request_id(),
        "sql": cost.statements, "sql_ms": round(cost.seconds * 1000, 2), "cache": cost.cache,
    }  # fmt: skip
    os.write(1, _as_json(line) if _writes_json else _as_text(line))


def _as_json(line: dict[str, Any]) -> bytes:
    line["timestamp"] = datetime.now(UTC)
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)


def _as_text(line: dict[str, Any]) -> bytes:
    """As structlog's console shows its lines, at a tenth of the cost."""
    event, level = line.pop("event"), line.pop("level")
    words = " ".join([f"{name}={value}" for name, value in line.items()])
    return f"{datetime.now(UTC).isoformat()} [{level:<9}] {event:<30} {words}\n".encode(errors="replace")


def _count(method: str, route: str, status: int, seconds: float) -> None:
    _seconds_of(method, route, status).observe(seconds)
    if cost.statements:
        statements, waited = _database_of(route)
        statements.inc(cost.statements)
        waited.inc(cost.seconds)
    if cost.cache:
        _outcome(cost.cache).inc()


# Looking up a labelled metric costs more than counting; routes and statuses are few.


@cache
def _seconds_of(method: str, route: str, status: int) -> Any:
    return metrics.requests.labels(method, route, status)


@cache
def _database_of(route: str) -> tuple[Counter, Counter]:
    return metrics.statements.labels(route), metrics.statement_seconds.labels(route)


@cache
def _outcome(outcome: str) -> Counter:
    return metrics.cache_answers.labels(outcome)


def count_statement(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Wraps every statement that Django sends (`connection.execute_wrappers`)."""
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        cost.statements += 1
        cost.seconds += time.perf_counter() - began


def watch_statements(*, connection: Any, **_signal: Any) -> None:
    """A new connection: its statements are counted."""
    if count_statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(count_statement)
