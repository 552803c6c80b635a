"""Keeps so many workers at work: replaces the dead, ends those that hang, and lets all go home at a stop."""

import gc
import signal
import time
from multiprocessing import get_context
from multiprocessing.context import ForkContext
from typing import Any

import structlog
from django.db import connections

from src.platform.tasks.working import Timer, work

# Forked: the modules are loaded once and shared.
CONTEXT: ForkContext = get_context("fork")
# Seconds. A worker ends an overdue task itself; one that hangs outside of Python is ended from here.
LOOK_EVERY, OVERDUE, NOT_AGAIN_FOR, STOP_WITHIN = 0.2, 10.0, 1.0, 3.5

log = structlog.get_logger("tasks")


class Place:
    """The place of one worker, whoever fills it."""

    def __init__(self) -> None:
        self._fill()

    def _fill(self) -> None:
        self.timer, self.since = Timer(), time.monotonic()
        self.process = CONTEXT.Process(target=work, args=(self.timer,), daemon=True)
        self.process.start()

    def look_after(self) -> None:
        """End a worker that hangs, replace one that is gone."""
        if self.timer.overdue_by() > OVERDUE:
            log.error("worker hangs and is ended", pid=self.process.pid)
            self.process.kill()
        if self.process.is_alive() or time.monotonic() - self.since < NOT_AGAIN_FOR:
            return
        if self.process.exitcode:
            log.error("worker died", pid=self.process.pid, exit_code=self.process.exitcode)
        self.process.join()
        self._fill()


class Crew:
    """All places. Runs until SIGTERM or SIGINT."""

    def __init__(self, workers: int) -> None:
        self._stopping = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        # No connection crosses a fork: two processes on one socket would corrupt it.
        connections.close_all()
        # What was loaded so far stays: looking through it now and then took a quarter of an import's time in Python.
        gc.freeze()
        self._places = [Place() for _ in range(workers)]

    def run(self) -> None:
        """Until told to stop."""
        while not self._stopping:
            for place in self._places:
                place.look_after()
            time.sleep(LOOK_EVERY)
        self._send_home()

    def _stop(self, *_signal: Any) -> None:
        self._stopping = True

    def _send_home(self) -> None:
        """Tasks in hand may end; what takes longer is killed, and run again by the next crew."""
        for place in self._places:
            place.process.terminate()
        deadline = time.monotonic() + STOP_WITHIN
        for place in self._places:
            place.process.join(max(0.0, deadline - time.monotonic()))
            place.process.kill()
            place.process.join()
