"""django-q2's queue on PostgreSQL: claimed in order and in one statement, never twice at once, woken by NOTIFY.

The stock ORM broker polls five times a second, claims without an order, and counts an attempt only when a task came
to an end: a task that kills its worker ran for ever (docs/decisions/0012). Here each claim is counted before the work.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django_q.brokers.orm import ORM
from django_q.conf import Conf

# What ENQUEUE notifies.
WAKE_CHANNEL = "tasks"
AT_ONCE = timedelta(0)

ENQUEUE = """
WITH queued AS (
    INSERT INTO django_q_ormq (key, payload, lock)
    VALUES (%s, %s, clock_timestamp() + make_interval(secs => %s)) RETURNING id
)
SELECT id, pg_notify('tasks', '') FROM queued
"""

CLAIM = """
WITH next AS (
    SELECT id FROM django_q_ormq WHERE key = %(key)s AND lock <= clock_timestamp()
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE django_q_ormq SET lock = clock_timestamp() + make_interval(secs => %(hidden_for)s)
    FROM next WHERE django_q_ormq.id = next.id
    RETURNING django_q_ormq.id, payload
), counted AS (
    INSERT INTO task_claim (queue_id, worker, attempts, claimed_at)
    SELECT id, %(worker)s, 1, clock_timestamp() FROM taken
    ON CONFLICT (queue_id) DO UPDATE
    SET worker = excluded.worker, attempts = task_claim.attempts + 1, claimed_at = excluded.claimed_at
    RETURNING queue_id, attempts
)
SELECT id, payload, attempts FROM taken JOIN counted ON queue_id = id
"""

POSTPONE = """
WITH let_go AS (UPDATE task_claim SET worker = NULL WHERE queue_id = %(id)s)
UPDATE django_q_ormq SET lock = clock_timestamp() + make_interval(secs => %(delay)s) WHERE id = %(id)s
"""

REMOVE = """
WITH forgotten AS (DELETE FROM task_claim WHERE queue_id = %(id)s)
DELETE FROM django_q_ormq WHERE id = %(id)s
"""


@dataclass(frozen=True)
class Claim:
    """A queued task that one worker has to itself. `attempts` counts this one."""

    queue_id: int
    package: str
    attempts: int


class PostgresBroker(ORM):  # type: ignore[misc]
    """What django-q2 calls to put tasks in, and our worker to take them out."""

    def __init__(self, list_key: str | None = None, *, delay: timedelta = AT_ONCE) -> None:
        super().__init__(list_key)
        self.delay = delay

    @staticmethod
    def get_connection(list_key: str | None = None) -> None:
        """None is kept: the caller's connection is the right one, with its transaction."""

    def enqueue(self, task: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(ENQUEUE, [self.list_key, task, self.delay.total_seconds()])
            row = cursor.fetchone()
        assert row is not None
        return int(row[0])

    def claim(self, worker: int) -> Claim | None:
        """The first task that is due, now this worker's alone; None if there is none."""
        row = _execute(CLAIM, key=self.list_key, worker=worker, hidden_for=Conf.RETRY, returning=True)
        return Claim(*row) if row else None

    def postpone(self, queue_id: int, delay: timedelta) -> None:
        """Give a task back, to be run again after `delay`."""
        _execute(POSTPONE, id=queue_id, delay=delay.total_seconds())

    def delete(self, task_id: int) -> None:
        _execute(REMOVE, id=task_id)


def _execute(statement: str, *, returning: bool = False, **parameters: Any) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone() if returning else None
