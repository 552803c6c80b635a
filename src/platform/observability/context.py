"""What every log line, event and task of one request has in common, and what the request has cost so far."""

import re
import threading
from contextvars import ContextVar

from src.platform.ids import uuid7

# A caller's own id is taken over if it is short and harmless in a log line.
SANE = re.compile(r"[A-Za-z0-9._:+/=-]{1,64}")

_request_id: ContextVar[str] = ContextVar("request_id", default="")


class Cost(threading.local):
    """Of the request that this thread answers: statements sent to the database, their seconds, hit or miss."""

    statements = 0
    seconds = 0.0
    cache: str | None = None
    trace = ""


cost = Cost()


def begin_request(offered: str | None, trace: str = "") -> str:
    """Take the caller's id or make one, for all that follows in this context; start counting what it costs.

    `trace`: the caller's `traceparent` header, if it sent one.
    """
    chosen = offered if offered and SANE.fullmatch(offered) else uuid7().hex
    _request_id.set(chosen)
    cost.statements, cost.seconds, cost.cache, cost.trace = 0, 0.0, None, trace
    return chosen


def request_id() -> str:
    """The id of the request (or of the one that caused this task), else an empty string."""
    return _request_id.get()


def caller_trace() -> str:
    """The `traceparent` of the request at hand, else an empty string."""
    return cost.trace


def note_cache(*, hit: bool) -> None:
    """Whether the answer at hand came out of the cache: for its log line and `mercer_cache_answers_total`."""
    cost.cache = "hit" if hit else "miss"
