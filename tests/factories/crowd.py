"""Many at once, each with a database connection of their own, and real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

T = TypeVar("T")


def all_at_once(act: Callable[[int], T], *, count: int) -> list[T]:
    """What each of `count` threads got from `act(its number)`, all let go at the same moment."""
    start = Barrier(count)

    def one(number: int) -> T:
        try:
            start.wait(timeout=30)
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))
