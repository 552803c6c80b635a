"""Put work into the queue: rows of PostgreSQL, written in the caller's transaction."""

from typing import Any

from django_q.tasks import async_task

from src.platform.tasks.registry import task_named


def enqueue(name: str, **payload: Any) -> None:
    """Have the worker run the task `name`. Inside a transaction: if and when that commits. Raises UnknownTask."""
    task_named(name)
    async_task("src.platform.tasks.registry.run", name, payload, task_name=name)
