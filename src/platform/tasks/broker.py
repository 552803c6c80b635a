"""django-q2's queue on PostgreSQL: claimed in order and in one statement, never twice at once, woken by NOTIFY.

The stock ORM broker polls five times a second, claims without an order, and counts an attempt only when a task came
to an end: a task that kills its worker ran for ever (docs/decisions/0012). Here each claim is counted before the work.
What is alike is claimed together, the first time: whatever fails or dies is tried again alone (docs/decisions/0035).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django_q.brokers.orm import ORM
from django_q.conf import Conf

from src.platform.db.sql import fetch

# What ENQUEUE notifies, with the names of the tasks.
WAKE_CHANNEL = "tasks"
AT_ONCE = timedelta(0)

# How many are claimed together.
MOST = 50

# `key` is the name of the task.
ENQUEUE = """
WITH queued AS (
    INSERT INTO django_q_ormq (key, payload, lock)
    SELECT key, payload, clock_timestamp() + make_interval(secs => delay)
    FROM unnest(%(keys)s::text[], %(payloads)s::text[], %(delays)s::float8[]) AS wanted (key, payload, delay)
    RETURNING id, key
)
SELECT id, pg_notify('tasks', key) FROM (SELECT min(id) AS id, key FROM queued GROUP BY key) AS named ORDER BY id
"""

CLAIM = """
WITH first AS (
    SELECT id, key FROM django_q_ormq WHERE lock <= clock_timestamp() AND key <> ALL(%(resting)s)
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
), alike AS (
    SELECT queued.id FROM django_q_ormq queued JOIN first USING (key)
    WHERE key = ANY(%(together)s) AND queued.id > first.id AND queued.lock <= clock_timestamp()
    AND NOT EXISTS (SELECT FROM task_claim WHERE queue_id IN (first.id, queued.id))
    ORDER BY queued.id LIMIT %(most)s - 1 FOR UPDATE OF queued SKIP LOCKED
), next AS (
    SELECT id FROM first UNION ALL SELECT id FROM alike
), taken AS (
    UPDATE django_q_ormq SET lock = clock_timestamp() + make_interval(secs => %(hidden_for)s)
    FROM next WHERE django_q_ormq.id = next.id
    RETURNING django_q_ormq.id, key, payload
), counted AS (
    INSERT INTO task_claim (queue_id, worker, attempts, claimed_at)
    SELECT id, %(worker)s, 1, clock_timestamp() FROM taken
    ON CONFLICT (queue_id) DO UPDATE
    SET worker = excluded.worker, attempts = task_claim.attempts + 1, claimed_at = excluded.claimed_at
    RETURNING queue_id, attempts
)
SELECT id, key, payload, attempts FROM taken JOIN counted ON queue_id = id ORDER BY id
"""

POSTPONE = """
WITH let_go AS (UPDATE task_claim SET worker = NULL WHERE queue_id = ANY(%(ids)s))
UPDATE django_q_ormq SET lock = clock_timestamp() + make_interval(secs => %(delay)s) WHERE id = ANY(%(ids)s)
"""

REMOVE = """
WITH forgotten AS (DELETE FROM task_claim WHERE queue_id = ANY(%(ids)s))
DELETE FROM django_q_ormq WHERE id = ANY(%(ids)s)
"""


class Wanted(NamedTuple):
    """A package to be queued under the name of its task, not before the delay has passed."""

    key: str
    package: str
    delay: timedelta = AT_ONCE


@dataclass(frozen=True)
class Claim:
    """A queued task that one worker has to itself, by its task's name. `attempts` counts this one."""

    queue_id: int
    name: str
    package: str
    attempts: int


class PostgresBroker(ORM):  # type: ignore[misc]
    """What django-q2 calls to put tasks in, and our worker to take them out. `list_key`: the name of the task."""

    def __init__(self, list_key: str | None = None, *, delay: timedelta = AT_ONCE) -> None:
        super().__init__(list_key)
        self.delay = delay

    @staticmethod
    def get_connection(list_key: str | None = None) -> None:
        """None is kept: the caller's connection is the right one, with its transaction."""

    def enqueue(self, task: str) -> int:
        return put([Wanted(self.list_key, task, self.delay)])

    def claim(self, worker: int, *, together: Sequence[str] = (), resting: Sequence[str] = ()) -> list[Claim]:
        """The first task that is due, now this worker's alone; if it is one of `together`, with others like it.

        What is `resting` waits, by the task's name.
        """
        kinds = {"together": list(together), "resting": list(resting)}
        return [
            Claim(*row) for row in fetch(CLAIM, {"worker": worker, "hidden_for": Conf.RETRY, "most": MOST, **kinds})
        ]

    def postpone(self, queue_ids: Sequence[int], delay: timedelta) -> None:
        """Give tasks back, to be run again after `delay`."""
        fetch(POSTPONE, {"ids": list(queue_ids), "delay": delay.total_seconds()})

    def remove(self, queue_ids: Sequence[int]) -> None:
        """They are done, or given up."""
        fetch(REMOVE, {"ids": list(queue_ids)})

    def delete(self, task_id: int) -> None:
        self.remove([task_id])


def put(wanted: Sequence[Wanted]) -> int:
    """Into the queue, in one statement: the first one's id."""
    keys, packages, delays = zip(*wanted, strict=True)
    seconds = [delay.total_seconds() for delay in delays]
    first = fetch(ENQUEUE, {"keys": list(keys), "payloads": list(packages), "delays": seconds})[0]
    return int(first[0])
