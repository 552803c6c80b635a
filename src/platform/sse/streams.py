"""One open stream, and all of them: who listens to what, and how a message reaches them.

An idle stream is one waiting coroutine and this object: no thread, no connection to anything.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from django_eventstream.utils import sse_encode_event

from src.platform.auth.principal import Principal

Send = Callable[[dict[str, Any]], Awaitable[None]]

# A client that leaves so many messages unread is dropped; it comes back with the id of its last one.
MOST_UNREAD = 256
# Seconds. Closed streams are opened again by the browser, and then asked who they are. Less than a pass lives.
LONGEST, SPREAD = 14 * 60, 60
# One group of streams a round: heartbeats do not come in a burst, and each stream has one every ten seconds.
ROUNDS, ROUND = 100, 0.1
HEARTBEAT = b":\n\n"


def encoded(type: str, data: str, number: int | None) -> bytes:
    """A message in the event stream format (WHATWG HTML, section 9.2)."""
    text: str = sse_encode_event(type, data, event_id=number)
    return text.encode()


class Stream:
    """What one client is sent, in order and without repetition. `cursor`: the id of the last kept message."""

    __slots__ = (
        "_buffered", "_send", "_unread", "_writer", "address", "channels", "closed", "cursor", "dropped", "group",
        "owner", "pass_value", "principal", "until", "waiting",
    )  # fmt: skip

    def __init__(
        self, send: Send, channels: frozenset[str], principal: Principal | None, address: str, pass_value: str | None
    ) -> None:
        self._send = send
        self._writer: asyncio.Task[None] | None = None
        self._unread: list[bytes] = []
        self._buffered: list[tuple[int | None, bytes]] = []
        self.channels, self.principal, self.address, self.pass_value = channels, principal, address, pass_value
        self.cursor, self.waiting, self.closed, self.dropped = 0, True, False, False
        self.group = random.randrange(ROUNDS)  # noqa: S311  spreads load, guards nothing
        self.until = time.monotonic() + LONGEST - random.uniform(0, SPREAD)  # noqa: S311
        self.owner: asyncio.Task[Any] | None = None

    def offer(self, number: int | None, message: bytes) -> None:
        """Send a live message, after what is being replayed, unless it was sent already."""
        if self.waiting:
            self._buffered.append((number, message))
            if len(self._buffered) > MOST_UNREAD:
                self.drop()
            return
        if number is not None:
            if number <= self.cursor:
                return
            self.cursor = number
        self.write(message)

    def begin(self, cursor: int, opening: bytes) -> None:
        """All up to `cursor` was sent or is in `opening`: from here on live."""
        self.cursor, self.waiting = cursor, False
        self.write(opening)
        buffered, self._buffered = self._buffered, []
        for number, message in buffered:
            self.offer(number, message)

    def write(self, message: bytes) -> None:
        """Send bytes when the client takes them."""
        if self.closed or not message:
            return
        self._unread.append(message)
        if len(self._unread) > MOST_UNREAD:
            self.drop()
        elif self._writer is None:
            self._writer = asyncio.create_task(self._write())

    def close(self) -> None:
        """End the answer as it should be ended: the client comes back if it likes."""
        if not self.closed:
            self.closed = True
            if self._writer is None:
                self._writer = asyncio.create_task(self._write())

    def drop(self) -> None:
        """Cut off a client that does not read: nothing more is kept for it."""
        self.closed = self.dropped = True
        self._unread.clear()
        self._buffered.clear()
        if self.owner is not None:
            self.owner.cancel()

    def forget(self) -> None:
        """The connection is gone."""
        self.closed = True
        if self._writer is not None:
            self._writer.cancel()

    async def _write(self) -> None:
        try:
            while self._unread:
                chunk = b"".join(self._unread)
                self._unread.clear()
                await self._send({"type": "http.response.body", "body": chunk, "more_body": True})
            if self.closed:
                await self._send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._writer = None


class Audience:
    """All open streams of this process."""

    def __init__(self) -> None:
        self._groups: list[set[Stream]] = [set() for _ in range(ROUNDS)]
        self._listening: dict[str, set[Stream]] = {}
        self._counted: dict[str, int] = {}

    def __len__(self) -> int:
        return sum(map(len, self._groups))

    def __iter__(self) -> Iterator[Stream]:
        return iter([stream for group in self._groups for stream in group])

    def join(self, stream: Stream) -> None:
        self._groups[stream.group].add(stream)
        for channel in stream.channels:
            self._listening.setdefault(channel, set()).add(stream)
        self._count(stream, 1)

    def leave(self, stream: Stream) -> None:
        self._groups[stream.group].discard(stream)
        for channel in stream.channels:
            listeners = self._listening[channel]
            listeners.discard(stream)
            if not listeners:
                del self._listening[channel]
        self._count(stream, -1)

    def open_by(self, *, person: Principal | None, address: str) -> tuple[int, int]:
        """How many streams the person and the address have open."""
        return (self._counted.get(_key(person), 0) if person else 0), self._counted.get(address, 0)

    def listeners(self, *channels: str) -> set[Stream]:
        """Who listens to any of the channels."""
        return set().union(*(self._listening.get(channel, ()) for channel in channels))

    def heartbeat(self, group: int) -> list[Stream]:
        """A sign of life to one group, and an end to those whose time is over: the group."""
        now, members = time.monotonic(), list(self._groups[group])
        for stream in members:
            if now > stream.until:
                stream.close()
            else:
                stream.write(HEARTBEAT)
        return members

    def _count(self, stream: Stream, change: int) -> None:
        for key in filter(None, (_key(stream.principal) if stream.principal else "", stream.address)):
            self._counted[key] = self._counted.get(key, 0) + change
            if not self._counted[key]:
                del self._counted[key]


def _key(person: Principal) -> str:
    return f"user {person.user_id}"
