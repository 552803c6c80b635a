"""Real commits, real threads, each with a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from src.modules.orders.services.books import discrepancies

AT_ONCE = 16
Together = Callable[[Sequence[Callable[[], Any]]], list[Any]]


@pytest.fixture
def unhurried(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0


@pytest.fixture
def the_books_agree(transactional_db: None) -> Any:
    yield
    assert discrepancies() == []


@pytest.fixture
def together() -> Together:
    """Does things at the same time, and gives what came of each: its result, or what it raised."""

    def do_all(acts: Sequence[Callable[[], Any]]) -> list[Any]:
        workers = min(AT_ONCE, len(acts))
        start = Barrier(workers)
        with ThreadPoolExecutor(workers) as pool:
            begun = [pool.submit(do_it, act, start if place < workers else None) for place, act in enumerate(acts)]
            return [result.result(timeout=120) for result in begun]

    return do_all


def do_it(act: Callable[[], Any], start: Barrier | None) -> Any:
    if start is not None:
        start.wait()
    try:
        return act()
    except Exception as raised:
        return raised
    finally:
        connections.close_all()
