"""Put work into the queue: rows of PostgreSQL, written in the caller's transaction."""

from datetime import timedelta
from typing import Any

from django_q.models import OrmQ
from django_q.tasks import async_task

from src.platform.observability.context import actor, request_id
from src.platform.tasks.broker import PostgresBroker
from src.platform.tasks.registry import task_named

AT_ONCE = timedelta(0)


def enqueue(name: str, **payload: Any) -> None:
    """Have the worker run the task `name`. Inside a transaction: if and when that commits. Raises UnknownTask."""
    enqueue_in(AT_ONCE, name, **payload)


def enqueue_in(delay: timedelta, name: str, **payload: Any) -> None:
    """As `enqueue`, but not before `delay` has passed."""
    known = task_named(name)
    async_task(
        "src.platform.tasks.registry.run", name, payload, request_id(), actor().user_id,
        task_name=name, broker=PostgresBroker(delay=delay),
        # What runs by the clock runs again anyway: a failure of it is not retried.
        ack_failure=known.every is not None,
        **({"timeout": round(known.timeout.total_seconds())} if known.timeout else {}),
    )  # fmt: skip


def queued(name: str) -> list[dict[str, Any]]:
    """The payloads of all tasks of that name that wait or are in hand. Opens every task there is: for sweeps."""
    tasks = (row.task for row in OrmQ.objects.iterator())
    return [task["args"][1] for task in tasks if task.get("name") == name]
