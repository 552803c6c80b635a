"""How far the relay is behind."""

from dataclasses import dataclass

from django.db import connection

# Seconds.
TOO_LATE = 10

MEASURE = """
SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(occurred_at)), 0)::float8
FROM outbox_event WHERE seq IS NULL
"""


@dataclass(frozen=True)
class Lag:
    """Events committed and not yet told, and the age in seconds of the oldest."""

    untold: int
    oldest: float


def measure() -> Lag:
    with connection.cursor() as cursor:
        cursor.execute(MEASURE)
        row = cursor.fetchone()
    assert row is not None
    return Lag(*row)


def complaint() -> str | None:
    """What `/health/ready` says about the relay."""
    lag = measure()
    return f"{lag.untold} events are untold, the oldest for {lag.oldest:.0f} s" if lag.oldest > TOO_LATE else None
