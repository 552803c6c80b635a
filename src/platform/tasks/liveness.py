"""Who is alive: a worker holds the advisory lock of its number in a session that ends when it does.

So a killed worker's task is free again within seconds, whichever way it died and on whichever machine, and a slow
task is never taken for a dead one.
"""

import secrets
from collections.abc import Collection

from src.platform.db.direct import connect_directly
from src.platform.db.sql import fetch
from src.platform.tasks.broker import WAKE_CHANNEL

# The first key of the two-key advisory locks of workers: nobody else of the shop uses it.
FAMILY = 7201

FREE_ABANDONED = """
WITH abandoned AS (
    SELECT queue_id, worker FROM task_claim WHERE worker IS NOT NULL AND NOT EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 2
        AND classid::bigint = %(family)s AND objid::bigint = task_claim.worker
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
), freed AS (
    UPDATE task_claim SET worker = NULL FROM abandoned
    -- Somebody else may have freed it meanwhile, and a living worker have claimed it.
    WHERE task_claim.queue_id = abandoned.queue_id AND task_claim.worker = abandoned.worker
    RETURNING task_claim.queue_id
)
UPDATE django_q_ormq SET lock = clock_timestamp() FROM freed WHERE id = freed.queue_id RETURNING id
"""


class Session:
    """A worker's sign of life, and its ear: it wakes when a task is queued."""

    def __init__(self) -> None:
        self.worker = secrets.randbelow(2**31 - 1) + 1
        self._direct = connect_directly("worker")
        self._direct.execute("SELECT pg_advisory_lock(%s, %s)", [FAMILY, self.worker])
        self._direct.execute(f"LISTEN {WAKE_CHANNEL}")

    def wait(self, seconds: float, *, resting: Collection[str] = ()) -> None:
        """Until something is queued that does not rest, at most so long.

        Raises psycopg.OperationalError if the session has ended.
        """
        for queued in self._direct.notifies(timeout=seconds):
            if queued.payload not in resting:
                return

    def close(self) -> None:
        self._direct.close()


def free_abandoned() -> int:
    """Give back the tasks of workers that are no more: how many."""
    return len(fetch(FREE_ABANDONED, {"family": FAMILY}))
