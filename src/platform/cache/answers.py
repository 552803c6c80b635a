"""Finished answers: the bytes of a whole public answer, kept with the versions of all that it shows.

An answer is true while Valkey says two things in one breath: that no renewal is owed anywhere (`versions.trust_key`),
and that everything the answer depends on still has the version that was noted before its rows were read. A list of
20 products depends on each of them and on the shelf: a sale ends the answers that show the product, and no others.

Bytes are held in the process's memory too: asking whether they are true costs the same as asking for them.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock

import orjson
from django.db import connection

from src.platform.cache import versions
from src.platform.cache.release import release
from src.platform.cache.wire import Away, ask, wire

# Seconds. Everything ends by itself too, should all else fail.
KEPT_FOR = 300
# Bytes: of all answers that a process holds, and of the largest that is kept.
NEAR_AT_MOST, LARGEST = 32 << 20, 1 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """A 200 with JSON. `stamp` is what Valkey must say of `keys`: who it is, then the versions of what is shown."""

    keys: list[bytes]
    stamp: list[bytes]
    route: str
    tag: str
    body: bytes

    def packed(self) -> bytes:
        head = [self.route, self.tag, [key.decode() for key in self.keys], [one.decode() for one in self.stamp]]
        return orjson.dumps(head) + b"\n" + self.body

    @classmethod
    def unpacked(cls, packed: bytes) -> "Answer":
        head, _, body = packed.partition(b"\n")
        route, tag, keys, stamp = orjson.loads(head)
        return cls([key.encode() for key in keys], [one.encode() for one in stamp], route, tag, body)


@dataclass(slots=True)
class Making:
    """An answer in the making, for `place`: what its rows depend on, with the versions from before they were read."""

    place: bytes
    noted: dict[bytes, bytes] = field(default_factory=dict)
    # Not all that it depends on was noted: not to be kept.
    is_void: bool = False


class Near:
    """The process's own memory of answers, the least used of which make room. Safe to share between threads."""

    def __init__(self) -> None:
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self._size, self._lock = 0, Lock()

    def get(self, place: bytes) -> Answer | None:
        with self._lock:
            found = self._answers.get(place)
            if found is not None:
                self._answers.move_to_end(place)
            return found

    def put(self, place: bytes, answer: Answer) -> None:
        with self._lock:
            self._drop(place)
            self._answers[place] = answer
            self._size += len(answer.body)
            while self._size > NEAR_AT_MOST:
                self._drop(next(iter(self._answers)))

    def forget(self) -> None:
        with self._lock:
            self._answers.clear()
            self._size = 0

    def _drop(self, place: bytes) -> None:
        gone = self._answers.pop(place, None)
        self._size -= len(gone.body) if gone else 0


near = Near()
_making: ContextVar[Making | None] = ContextVar("answer_in_the_making", default=None)


def find(question: str) -> Answer | None:
    """The true answer to a question (all that it can depend on of a request), if there is one."""
    place = _place(question)
    try:
        held = near.get(place)
        if held is not None and _is_true(held):
            return held
        (packed,) = ask(("GET", place))
        kept = Answer.unpacked(packed) if packed else None
        if kept is None or (held is not None and kept.stamp == held.stamp) or not _is_true(kept):
            return None
    except Away:
        return None
    near.put(place, kept)
    return kept


def _is_true(answer: Answer) -> bool:
    (now,) = ask(("MGET", *answer.keys))
    # The id of this connection's server: another run of Valkey may have come back without its last second.
    return bool(now == answer.stamp and now[0] == wire().server)


@contextmanager
def making(question: str) -> Iterator[None]:
    """What is answered within is kept for this question, if it says what it depends on."""
    token = _making.set(Making(_place(question)))
    try:
        yield
    finally:
        _making.reset(token)


def is_making() -> bool:
    """Whether an answer is made that may be kept."""
    return _making.get() is not None


def depends_on(*scopes: str) -> None:
    """What is read next is shown in the answer, and true as long as these have their versions. BEFORE the query."""
    made = _making.get()
    if made is None or made.is_void:
        return
    new = [scope for scope in scopes if versions.version_key(scope) not in made.noted]
    try:
        made.noted |= versions.note(new)
    except Away:
        made.is_void = True


def keep_nothing() -> None:
    """The answer that is being made depends on something that was not said: it is not kept."""
    made = _making.get()
    if made is not None:
        made.is_void = True


def keep(*, route: str, tag: str, body: bytes) -> None:
    """Keep the answer that is being made, if it may be kept: what a transaction has read may never come true."""
    made = _making.get()
    if made is None or made.is_void or not made.noted or connection.in_atomic_block or len(body) > LARGEST:
        return
    try:
        keys, stamp = [versions.trust_key(), *made.noted], [wire().server, *made.noted.values()]
        answer = Answer(keys, stamp, route, tag, body)
        ask(("SET", made.place, answer.packed(), "EX", KEPT_FOR))
    except Away:
        return
    near.put(made.place, answer)


def _place(question: str) -> bytes:
    return versions.name_of("a", release(), question)
