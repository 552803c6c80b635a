"""Two words about transactions.

A use case is `@atomic`: it opens the one transaction and everything stands or falls together. A step that other
services call inside theirs is `@inside_transaction`. Neither can be used as the other.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, connection, transaction

from src.platform.db.refusals import in_our_words

# PostgreSQL undid the transaction to let another through: the same work again will pass
# (https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html).
PASSING = {"40001": "serialization_failure", "40P01": "deadlock_detected"}
ATTEMPTS = 3

P = ParamSpec("P")
R = TypeVar("R")


class NoTransaction(RuntimeError):
    """A step that must stand or fall with its caller was called without a transaction."""


class InTransaction(RuntimeError):
    """Somebody outside was about to be asked while a transaction was open."""


def atomic(use_case: Callable[P, R]) -> Callable[P, R]:
    """The one transaction of a use case. Refuses to be nested: what is half of another use case is no use case."""

    @wraps(use_case)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(1, ATTEMPTS):
            try:
                return once(*args, **kwargs)
            except DatabaseError as error:
                if not _passes(error):
                    raise
                time.sleep(0.01 * attempt)
        return once(*args, **kwargs)

    def once(*args: P.args, **kwargs: P.kwargs) -> R:
        with in_our_words(), transaction.atomic(durable=True):
            return use_case(*args, **kwargs)

    return run


def _passes(error: DatabaseError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) in PASSING


def inside_transaction(step: Callable[P, R]) -> Callable[P, R]:
    """A step that joins its caller's transaction. Raises NoTransaction without one (a test's own does not count)."""

    @wraps(step)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if not in_transaction():
            raise NoTransaction(f"{step.__module__}.{step.__qualname__} needs its caller's transaction.")
        return step(*args, **kwargs)

    return run


def outside_transaction(call: Callable[P, R]) -> Callable[P, R]:
    """A call to somebody outside, who may hang: refuses to run while a transaction holds locks."""

    @wraps(call)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if in_transaction():
            raise InTransaction(f"{call.__module__}.{call.__qualname__} must not be called in a transaction.")
        return call(*args, **kwargs)

    return run


def in_transaction() -> bool:
    """Is there a transaction of a use case? TestCase wraps each test in one that is not."""
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)
