"""What every log line, event and task of one request has in common, and what the request has cost so far."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from src.platform.ids import uuid7_hex

# A caller's own id is taken over if it is short and harmless in a log line.
SANE = re.compile(r"[A-Za-z0-9._:+/=-]{1,64}")

_request_id: ContextVar[str] = ContextVar("request_id", default="")
# By which way the shop is being changed: `api`, `admin`, `task`, `relay`; what is begun by hand is a `command`.
_channel: ContextVar[str] = ContextVar("channel", default="command")
_actor: ContextVar["Actor"] = ContextVar("actor")


class Cost(threading.local):
    """Of the request that this thread answers: statements sent to the database, their seconds, hit or miss."""

    statements = 0
    seconds = 0.0
    cache: str | None = None
    trace = ""


cost = Cost()


@dataclass(frozen=True)
class Actor:
    """Who is at work. `user_id` empty: the shop itself, or a visitor. `is_staff`: with more rights than a customer."""

    user_id: str = ""
    is_staff: bool = False


NOBODY = Actor()


def begin_request(offered: str | None, trace: str = "", *, channel: str = "api", actor: Actor = NOBODY) -> str:
    """Take the caller's id or make one, for all that follows in this context; start counting what it costs.

    `trace`: the caller's `traceparent` header, if it sent one. Who is at work is as a rule not known yet (`act_as`).
    """
    chosen = offered if offered and SANE.fullmatch(offered) else uuid7_hex()
    _request_id.set(chosen)
    _channel.set(channel)
    _actor.set(actor)
    cost.statements, cost.seconds, cost.cache, cost.trace = 0, 0.0, None, trace
    return chosen


@contextmanager
def caused_by(request_id: str) -> Iterator[None]:
    """What is written down within the block is what that request led to: of several that are worked on together."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)


def act_as(actor: Actor) -> None:
    """Say who is at work, for all that follows in this context."""
    _actor.set(actor)


def actor() -> Actor:
    """Who is at work."""
    return _actor.get(NOBODY)


def channel() -> str:
    """By which way the shop is being changed."""
    return _channel.get()


def request_id() -> str:
    """The id of the request (or of the one that caused this task), else an empty string."""
    return _request_id.get()


def caller_trace() -> str:
    """The `traceparent` of the request at hand, else an empty string."""
    return cost.trace


def note_cache(*, hit: bool) -> None:
    """Whether the answer at hand came out of the cache: for its log line and `mercer_cache_answers_total`."""
    cost.cache = "hit" if hit else "miss"
