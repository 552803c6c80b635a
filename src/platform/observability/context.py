"""What every log line, event and task of one request has in common."""

import re
from contextvars import ContextVar
from dataclasses import dataclass

from src.platform.ids import uuid7

# A caller's own id is taken over if it is short and harmless in a log line.
SANE = re.compile(r"[A-Za-z0-9._:+/=-]{1,64}")

_request_id: ContextVar[str] = ContextVar("request_id", default="")
# By which way the shop is being changed: `api`, `admin`, `task`, `relay`; what is begun by hand is a `command`.
_channel: ContextVar[str] = ContextVar("channel", default="command")
_actor: ContextVar["Actor"] = ContextVar("actor")


@dataclass(frozen=True)
class Actor:
    """Who is at work. `user_id` empty: the shop itself, or a visitor. `is_staff`: with more rights than a customer."""

    user_id: str = ""
    is_staff: bool = False


NOBODY = Actor()


def begin_request(offered: str | None, *, channel: str = "api", actor: Actor = NOBODY) -> str:
    """Take the caller's id or make one, for all that follows in this context. Who is at work is not known yet."""
    chosen = offered if offered and SANE.fullmatch(offered) else uuid7().hex
    _request_id.set(chosen)
    _channel.set(channel)
    _actor.set(actor)
    return chosen


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
