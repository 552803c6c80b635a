"""Channels, and how a handler puts something on one.

What goes to a channel of a person is kept for a day and replayed to a browser that lost its connection. What goes to
a product's channel is a count that the next one replaces: it is never kept.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import orjson

# How many kept messages one event may cause: the relay numbers events in steps of this size.
ROOM = 16

# [channel, type, data]: what an outbox row keeps and the streams carry.
Push = list[Any]

# Not for clients: tells the stream processes which streams to end.
CONTROL = "control"
UNKEPT = ("product:", CONTROL)

_collected: ContextVar[list[Push] | None] = ContextVar("pushes", default=None)


class NotTelling(RuntimeError):
    """Something was pushed outside of a handler. Publish an event, and push from its handler: after the commit."""


class TooManyMessages(RuntimeError):
    """One event caused more kept messages than there are numbers for."""


def customer(user_id: UUID | str) -> str:
    """What happens to a person's orders."""
    return f"customer:{user_id}"


def notifications(user_id: UUID | str) -> str:
    """A person's notifications, as they are written."""
    return f"notifications:{user_id}"


def uploads(user_id: UUID | str) -> str:
    """How far the worker is with the product files that a merchant sent."""
    return f"uploads:{user_id}"


def product(product_id: int) -> str:
    """How often a product was sold."""
    return f"product:{product_id}"


def is_kept(channel: str) -> bool:
    """Is it replayed to a client that comes back?"""
    return not channel.startswith(UNKEPT)


def push(channel: str, type: str, data: Mapping[str, Any]) -> None:
    """Send a message to all who listen to the channel, once the event at hand is told. Only inside a handler."""
    pushes = _collected.get()
    if pushes is None:
        raise NotTelling(channel)
    pushes.append([channel, type, orjson.loads(orjson.dumps(dict(data), option=orjson.OPT_UTC_Z))])


def end_streams(session_id: UUID) -> None:
    """Close the open streams of a session that has ended: signed out, locked out. Only inside a handler."""
    push(CONTROL, "end", {"session_id": session_id})


@contextmanager
def collecting() -> Iterator[list[Push]]:
    """What is pushed within the block."""
    pushes: list[Push] = []
    token = _collected.set(pushes)
    try:
        yield pushes
    finally:
        _collected.reset(token)


def numbered(seq: int, pushes: list[Push]) -> list[tuple[int | None, Push]]:
    """Each message with its id: kept ones from `seq` on, the others none. Raises TooManyMessages."""
    found: list[tuple[int | None, Push]] = []
    next_id = seq
    for message in pushes:
        kept = is_kept(message[0])
        found.append((next_id if kept else None, message))
        next_id += kept
    if next_id - seq > ROOM:
        raise TooManyMessages(seq)
    return found
