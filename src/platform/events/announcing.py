"""Bring Valkey up to what was told. Where it stands is read from Valkey itself: what it lost is written again."""

import time

import orjson
import structlog
from django.db import connection, transaction
from redis.exceptions import RedisError

from src.platform.db.sql import fetch
from src.platform.events.telling import TELLING
from src.platform.sse import journal
from src.platform.sse.channels import ROOM

CHUNK = 500
# Seconds: between two tries while Valkey is away, between two looks whether it lost something, between two clean-ups.
REST, LOOK_EVERY, TIDY_EVERY = 1.0, 1.0, 60.0

# All that came after this place is less than a day old, or is said to be so until there is a day of it.
FLOOR = """
SELECT coalesce(
    (SELECT seq FROM outbox_event WHERE seq IS NOT NULL AND occurred_at < now() - %s * interval '1 second'
     ORDER BY occurred_at DESC LIMIT 1),
    (SELECT min(seq) - %s FROM outbox_event),
    (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM outbox_seq)
)
"""

# By hand: the ORM's own work is a tenth of a message's way to the client.
TOLD_AFTER = "SELECT seq, pushes FROM outbox_event WHERE seq > %s ORDER BY seq LIMIT %s"

log = structlog.get_logger("relay")


class Announcer:
    """Tells Valkey, and remembers how far it is. Raises nothing of Valkey's: streams wait, tasks and mails do not."""

    def __init__(self) -> None:
        # The last entry in Valkey (None: to be read), and the last event that was looked at.
        self._last: int | None = None
        self._seen = self._floor = 0
        self._rest_until = self._look_at = self._tidy_at = 0.0
        self._away = False

    def announce(self) -> None:
        """Everything told and not yet announced."""
        if time.monotonic() < self._rest_until:
            return
        try:
            self._catch_up()
        except RedisError as error:
            self._last, self._rest_until = None, time.monotonic() + REST
            if not self._away:
                log.warning("valkey away: streams wait", error=type(error).__name__)
            self._away = True
        else:
            self._away = False

    def _catch_up(self) -> None:
        if self._last is None or time.monotonic() >= self._look_at:
            self._look()
        told_all = False
        while not told_all:
            events = _told_after(self._seen)
            if self._append(events):
                self._seen = max([self._seen, *(event.seq for event in events)])
                told_all = len(events) < CHUNK
        if time.monotonic() >= self._tidy_at:
            self._tidy()

    def _look(self) -> None:
        """Is Valkey where we left it? If not, go on from where it is, or from a day ago."""
        self._look_at = time.monotonic() + LOOK_EVERY
        if (found := journal.position()) != self._last:
            self._go_back_to(found)

    def _go_back_to(self, position: int) -> None:
        if self._last is not None and position < self._last:
            log.warning("valkey lost events: writing them again", after=position)
        self._last, self._floor, self._tidy_at = position, _floor(), 0.0
        self._seen = max(position, self._floor)

    def _append(self, events: list[journal.Told]) -> bool:
        """False if Valkey was not where we believed it."""
        assert self._last is not None, "read by _look()"
        audible = [event for event in events if event.pushes]
        if not audible:
            return True
        found = journal.append(audible, after=self._last, floor=self._floor, now=time.time())
        if found == audible[-1].seq:
            self._last = found
            return True
        self._go_back_to(found)
        return False

    def _tidy(self) -> None:
        self._tidy_at, self._floor = time.monotonic() + TIDY_EVERY, _floor()
        self._mark()
        journal.set_floor(self._floor)
        journal.forget_before(time.time() - journal.KEPT_FOR.total_seconds())

    def _mark(self) -> None:
        """Let Valkey know how far events go that nobody hears: a client may hold an id that it has lost otherwise."""
        assert self._last is not None, "read by _look()"
        if self._seen > self._last:
            marker = journal.Told(self._seen, [])
            self._last = journal.append([marker], after=self._last, floor=self._floor, now=time.time())


def _told_after(seq: int) -> list[journal.Told]:
    return [journal.Told(number, orjson.loads(pushes)) for number, pushes in fetch(TOLD_AFTER, [seq, CHUNK])]


def _floor() -> int:
    """While nobody is telling: the sequence runs ahead of what is committed, and of what is undone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TELLING])
        cursor.execute(FLOOR, [journal.KEPT_FOR.total_seconds(), ROOM])
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])
