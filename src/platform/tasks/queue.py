"""Put work into the queue: rows of PostgreSQL, written in the caller's transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django_q.models import OrmQ
from django_q.tasks import async_task

from src.platform.observability.context import actor, request_id
from src.platform.tasks.broker import AT_ONCE, PostgresBroker, Wanted, put
from src.platform.tasks.registry import task_named

_gathered: ContextVar["Gathered | None"] = ContextVar("gathered", default=None)


class Gathered(PostgresBroker):
    """What is to be queued in one statement. The same work wanted twice is wanted once."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: list[Wanted] = []
        self._known: set[str] = set()

    def is_new(self, work: str) -> bool:
        """Whether it was not asked for before."""
        known = work in self._known
        self._known.add(work)
        return not known

    def at(self, key: str, delay: timedelta) -> "Gathered":
        """For the next package."""
        self.list_key, self.delay = key, delay
        return self

    def enqueue(self, task: str) -> int:
        self.wanted.append(Wanted(self.list_key, task, self.delay))
        return 0


@contextmanager
def gathering() -> Iterator[None]:
    """All that is queued within the block is written at its end, in one statement; nothing if it fails."""
    gathered = Gathered()
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    if gathered.wanted:
        put(gathered.wanted)


def enqueue(name: str, **payload: Any) -> None:
    """Have the worker run the task `name`. Inside a transaction: if and when that commits. Raises UnknownTask."""
    enqueue_in(AT_ONCE, name, **payload)


def enqueue_in(delay: timedelta, name: str, **payload: Any) -> None:
    """As `enqueue`, but not before `delay` has passed."""
    known, gathered = task_named(name), _gathered.get()
    if gathered is not None and not gathered.is_new(f"{name} {delay} {payload}"):
        return
    async_task(
        "src.platform.tasks.registry.run", name, payload, request_id(), actor().user_id,
        task_name=name, broker=gathered.at(name, delay) if gathered else PostgresBroker(name, delay=delay),
        # What runs by the clock runs again anyway: a failure of it is not retried.
        ack_failure=known.every is not None,
        **({"timeout": round(known.timeout.total_seconds())} if known.timeout else {}),
    )  # fmt: skip


def queued(name: str) -> list[dict[str, Any]]:
    """The payloads of all tasks of that name that wait or are in hand."""
    return [row.task["args"][1] for row in OrmQ.objects.filter(key=name).iterator()]
