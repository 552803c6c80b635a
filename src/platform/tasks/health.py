"""How long the queue is, and how long its first task has waited."""

from dataclasses import dataclass

from django.db import connection

# Seconds.
TOO_LONG = 60

MEASURE = """
SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(lock)), 0)::float8
FROM django_q_ormq WHERE lock <= clock_timestamp()
"""


@dataclass(frozen=True)
class Queue:
    """Tasks that are due and nobody's, and the longest wait among them in seconds."""

    due: int
    oldest: float


def measure() -> Queue:
    with connection.cursor() as cursor:
        cursor.execute(MEASURE)
        row = cursor.fetchone()
    assert row is not None
    return Queue(*row)


def complaint() -> str | None:
    """What `/health/ready` says about the queue."""
    queue = measure()
    return f"{queue.due} tasks are due, the oldest for {queue.oldest:.0f} s" if queue.oldest > TOO_LONG else None
