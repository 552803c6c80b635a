"""Work on many things, of which any may fail."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog

T = TypeVar("T")

log = structlog.get_logger(__name__)


def for_each(things: Iterable[T], act: Callable[[T], object]) -> None:
    """Act on each. One that fails is logged and left for the next sweep: it must not keep the others waiting."""
    for thing in things:
        try:
            act(thing)
        except Exception:
            log.exception("sweep_failed", thing=str(thing), act=getattr(act, "__qualname__", ""))
