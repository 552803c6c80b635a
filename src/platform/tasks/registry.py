"""Work for later. Tasks are known by name, so that services never import them; payloads are ids and plain values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar

from src.platform.observability.context import Actor, begin_request

F = TypeVar("F", bound=Callable[..., None])


class Asked(NamedTuple):
    """What somebody had queued: the values, the request that caused it, and for whom it acts."""

    payload: dict[str, Any]
    request_id: str = ""
    user_id: str = ""


@dataclass(frozen=True)
class Task:
    """A function that the worker runs: at least once, so it must be safe to run twice."""

    name: str
    function: Callable[..., None]
    every: timedelta | None
    timeout: timedelta | None = None
    together: bool = False

    def run(self, asked: Sequence[Asked]) -> None:
        """What was asked for; several things at once only of a task that takes them together."""
        if self.together:
            self.function(asked)
        for one in () if self.together else asked:
            self.function(**one.payload)


_tasks: dict[str, Task] = {}


class UnknownTask(LookupError):
    """No task of that name is registered."""


def task(
    name: str, *, every: timedelta | None = None, timeout: timedelta | None = None, together: bool = False
) -> Callable[[F], F]:
    """Register a function as the task `name`, to be queued by it, or run again and again.

    `timeout`, under the queue's 15 minutes, is for what may take longer than its ordinary two. `together`: the function
    takes a list of what was `Asked`, all that is due, so that many cost little more than one.
    """

    def register(function: F) -> F:
        _tasks[name] = Task(name, function, every, timeout, together)
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


def taken_together() -> list[str]:
    """The names of the tasks that take many at once."""
    return [task.name for task in _tasks.values() if task.together]


def run(name: str, payload: dict[str, Any], request_id: str = "", user_id: str = "") -> None:
    """What the worker calls. The task bears the id of the request that caused it, and acts for whoever made that."""
    begin_request(request_id or None, channel="task", actor=Actor(user_id))
    task_named(name).run([Asked(payload, request_id, user_id)])


def run_together(name: str, asked: Sequence[Asked]) -> None:
    """As `run`, for what several requests caused: where they are more than one, the work has an id of its own."""
    causes = {(one.request_id, one.user_id) for one in asked}
    request_id, user_id = causes.pop() if len(causes) == 1 else ("", "")
    begin_request(request_id or None, channel="task", actor=Actor(user_id))
    task_named(name).run(asked)
