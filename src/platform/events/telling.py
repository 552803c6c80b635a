"""Tell committed facts to those who listen: each gets its place in the order of telling, then its handlers run.

One transaction a batch, and one batch at a time whoever tells: the transaction's own advisory lock sees to it, so that
places are given and become visible in one order. There is no leader to elect: a second relay finds the lock taken, and
takes over within a second of the first one's death.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any

import orjson
import structlog
from django.db import connection, transaction

from src.platform.db.sql import fetch
from src.platform.events.facts import Event
from src.platform.events.models import OutboxEvent
from src.platform.events.outbox import Handler, event_from, handlers_of
from src.platform.observability.context import begin_request
from src.platform.observability.metrics import facts
from src.platform.sse.channels import Push, collecting, numbered
from src.platform.tasks.queue import gathering

# The key of the advisory lock: nobody else of the shop uses it.
TELLING = 7200
BATCH = 100
# Seconds after which a failed handler is run again: doubled each time, given up after three days.
FIRST_RETRY, MOST_ATTEMPTS = 5, 15
# What a handler pushed when it succeeded at last is told as a fact of its own: its event's place has passed.
RETOLD = "events.Retold"

CLAIM = """
UPDATE outbox_event SET seq = placed.seq FROM (
    SELECT id, nextval('outbox_seq') AS seq
    FROM (SELECT id FROM outbox_event WHERE seq IS NULL ORDER BY id LIMIT %s) AS untold
) AS placed
WHERE outbox_event.id = placed.id
RETURNING outbox_event.id, name, subject, payload, request_id, outbox_event.seq, pushes, attempts, failed
"""
COLUMNS = ("id", "name", "subject", "payload", "request_id", "seq", "pushes", "attempts", "failed")

KEEP = """
UPDATE outbox_event SET pushes = told.pushes, failed = told.failed, attempts = told.attempts
FROM jsonb_to_recordset(%s) AS told (id bigint, pushes jsonb, failed text[], attempts smallint)
WHERE outbox_event.id = told.id
"""

FAILED = """
SELECT {columns} FROM outbox_event
WHERE failed <> '{{}}' AND attempts < %s AND occurred_at + make_interval(secs => %s * 2 ^ attempts) < now()
ORDER BY seq LIMIT %s
""".format(columns=", ".join(COLUMNS))

Ran = Callable[[Handler, OutboxEvent], bool]

log = structlog.get_logger("relay")
_event_id: ContextVar[int] = ContextVar("event_id")


def event_id() -> int:
    """The id of the event that is being told: the same at every attempt, for streams, mails and rows. In handlers."""
    return _event_id.get()


def tell() -> int:
    """Tell the next facts, if nobody else is telling: how many.

    First all together. If a handler fails, the batch is undone and told again with a savepoint a handler: always, these
    would cost two statements a handler, which is more than most handlers need themselves.
    """
    try:
        return _tell_batch(_ran)
    except Exception:
        return _tell_batch(_ran_apart)


def _tell_batch(ran: Ran) -> int:
    with transaction.atomic(durable=True), gathering():
        if not _alone():
            return 0
        rows = _rows(CLAIM, BATCH)
        for row in sorted(rows, key=lambda row: row.seq or 0):
            row.failed = _tell(row, handlers_of(row.name), ran)
            row.attempts = int(bool(row.failed))
        _keep(row for row in rows if row.pushes or row.failed)
    for row in rows:
        facts.labels(row.name).inc()
    return len(rows)


def tell_again() -> int:
    """Run the handlers that failed, when their time has come: for how many events."""
    with transaction.atomic(durable=True):
        if not _alone():
            return 0
        rows = _rows(FAILED, MOST_ATTEMPTS, FIRST_RETRY, BATCH)
        for row in rows:
            _tell_again(row)
        _keep(rows)
    return len(rows)


def _alone() -> bool:
    return fetch("SELECT pg_try_advisory_xact_lock(%s)", [TELLING]) == [(True,)]


def _rows(statement: str, *parameters: int) -> list[OutboxEvent]:
    """By hand, so that the plan is kept."""
    return [_row(dict(zip(COLUMNS, row, strict=True))) for row in fetch(statement, parameters)]


def _row(columns: dict[str, Any]) -> OutboxEvent:
    documents = {name: orjson.loads(columns[name]) for name in ("payload", "pushes")}
    return OutboxEvent(**{**columns, **documents})


def _tell(row: OutboxEvent, handlers: Iterable[Handler], ran: Ran) -> list[str]:
    """Run the handlers: the names of those that failed. What the others did and pushed stays."""
    begin_request(row.request_id or None, channel="relay")
    telling = _event_id.set(row.seq or 0)
    try:
        return [name_of(handler) for handler in handlers if not ran(handler, row)]
    finally:
        _event_id.reset(telling)


def _ran(handler: Handler, row: OutboxEvent) -> bool:
    """True; raises what the handler raises."""
    with collecting() as pushes:
        handler(_fact(row))
    numbered(row.seq or 0, [*row.pushes, *pushes])
    row.pushes = [*row.pushes, *pushes]
    return True


def _fact(row: OutboxEvent) -> Event:
    """Read once, however many listen."""
    row.fact = row.fact or event_from(row)
    return row.fact


def _ran_apart(handler: Handler, row: OutboxEvent) -> bool:
    """False if the handler failed: then it did nothing, and the next ones can go on."""
    try:
        with transaction.atomic(), gathering():
            return _ran(handler, row)
    except Exception as error:
        if connection.connection is None or connection.connection.closed:
            raise
        log.error("handler failed", handler=name_of(handler), fact=row.name, seq=row.seq, exc_info=error)
        return False


def _tell_again(row: OutboxEvent) -> None:
    said: list[Push] = row.pushes
    row.pushes = []
    row.failed = _tell(
        row, [handler for handler in handlers_of(row.name) if name_of(handler) in row.failed], _ran_apart
    )
    row.attempts += 1
    if row.pushes:
        OutboxEvent.objects.create(name=RETOLD, subject=row.subject, payload={}, pushes=row.pushes)
    row.pushes = said


def _keep(rows: Iterable[OutboxEvent]) -> None:
    changed = [{"id": row.pk, "pushes": row.pushes, "failed": row.failed, "attempts": row.attempts} for row in rows]
    if changed:
        fetch(KEEP, [orjson.dumps(changed).decode()])


def name_of(handler: Handler) -> str:
    """`src.modules.notifications.handlers.tell_the_customer`."""
    return f"{handler.__module__}.{handler.__qualname__}"
