"""Work for later. Tasks are known by name, so that services never import them; payloads are ids and plain values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from src.platform.observability.context import Actor, begin_request

F = TypeVar("F", bound=Callable[..., None])


@dataclass(frozen=True)
class Task:
    """A function that the worker runs: at least once, so it must be safe to run twice."""

    name: str
    function: Callable[..., None]
    every: timedelta | None
    timeout: timedelta | None = None


_tasks: dict[str, Task] = {}


class UnknownTask(LookupError):
    """No task of that name is registered."""


def task(name: str, *, every: timedelta | None = None, timeout: timedelta | None = None) -> Callable[[F], F]:
    """Register a function as the task `name`, to be queued by it, or run again and again.

    `timeout`, under the queue's 15 minutes, is for what may take longer than its ordinary two.
    """

    def register(function: F) -> F:
        _tasks[name] = Task(name, function, every, timeout)
        return function

    return register


def task_named(name: str) -> Task:
    """Raises UnknownTask."""
    try:
        return _tasks[name]
    except KeyError as error:
        raise UnknownTask(name) from error


def scheduled() -> list[Task]:
    """The tasks that run by the clock."""
    return [task for task in _tasks.values() if task.every is not None]


def run(name: str, payload: dict[str, Any], request_id: str = "", user_id: str = "") -> None:
    """What the worker calls. The task bears the id of the request that caused it, and acts for whoever made that."""
    begin_request(request_id or None, channel="task", actor=Actor(user_id))
    task_named(name).function(**payload)
