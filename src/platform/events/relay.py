"""The relay: sleeps until a fact is committed, has it told, then announced to the streams."""

import gc
import signal
import time
from typing import Any

import psycopg
import structlog
from django.db import Error, connection

from src.platform.cache.keeper import Keeper
from src.platform.db.direct import connect_directly
from src.platform.events.announcing import Announcer
from src.platform.events.models import WAKE_CHANNEL
from src.platform.events.telling import BATCH, tell, tell_again

# Seconds.
LOOK_AGAIN, RECONNECT_AFTER, RETRY_EVERY = 1.0, 0.5, 2.0

log = structlog.get_logger("relay")


class Relay:
    """Runs until SIGTERM or SIGINT. Any number may run: they take turns."""

    def __init__(self) -> None:
        self._announcer, self._keeper = Announcer(), Keeper()
        self._ear: psycopg.Connection[Any] | None = None
        self._stopping, self._retry_at = False, 0.0
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def run(self) -> None:
        """Tell, announce, sleep. Beside it, what is changed is renewed in the cache."""
        # What was loaded so far stays: looking through all of it would hold up the streams for a moment, now and then.
        gc.freeze()
        self._keeper.start()
        while not self._stopping:
            try:
                self._turn()
            except (Error, psycopg.Error) as error:
                log.warning("database away", error=type(error).__name__)
                self._hang_up()
                time.sleep(RECONNECT_AFTER)
        self._keeper.stop()
        self._hang_up()

    def _stop(self, *_signal: Any) -> None:
        self._stopping = True

    def _turn(self) -> None:
        ear = self._ear = self._ear or self._begin()
        told = tell()
        more = told == BATCH
        if time.monotonic() >= self._retry_at:
            self._retry_at = time.monotonic() + RETRY_EVERY
            tell_again()
        if told:
            # Who hears of a change reads at once, and must not be given what was there before it.
            self._keeper.settle()
        self._announcer.announce()
        if not more:
            # What was committed meanwhile has woken this ear already.
            for _ in ear.notifies(timeout=LOOK_AGAIN, stop_after=1):
                pass

    def _begin(self) -> "psycopg.Connection[Any]":
        """Say how far events are before more are told: streams that wait for that miss none of them."""
        self._announcer.announce()
        return _listening()

    def _hang_up(self) -> None:
        connection.close()
        if self._ear is not None:
            self._ear.close()
            self._ear = None


def _listening() -> "psycopg.Connection[Any]":
    ear = connect_directly("relay")
    ear.execute(f"LISTEN {WAKE_CHANNEL}")
    return ear
