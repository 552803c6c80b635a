"""One worker: django-q2's own loop (time-outs, signals, results), fed from the database without a queue in between.

django-q2 hands tasks to its workers through a pipe with a lock; a worker killed while it waits takes the lock with it,
and the cluster stands still for good. Here each worker claims for itself (docs/decisions/0012).
"""

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from ctypes import c_double
from datetime import timedelta
from multiprocessing.sharedctypes import RawValue
from typing import Any

import psycopg
import structlog
from django.db import Error, connection
from django.utils import timezone
from django_q.conf import Conf
from django_q.monitor import save_task
from django_q.signing import BadSignature, SignedPackage
from django_q.worker import worker as django_q_worker

from src.platform.observability.context import request_id
from src.platform.observability.metrics import tasks
from src.platform.tasks import schedule
from src.platform.tasks.broker import Claim, PostgresBroker
from src.platform.tasks.liveness import Session, free_abandoned
from src.platform.tasks.registry import Asked, taken_together, task_named

# What django-q2 is to call for several tasks at once.
TOGETHER = "src.platform.tasks.registry.run_together"
STOP = "STOP"
# Seconds.
LOOK_AGAIN, RECONNECT_AFTER, HOUSEKEEPING_EVERY, REST = 1.0, 0.5, 1.0, 0.5
# Where the processor is short, those who wait for an answer go first: this is a third of their share.
NICENESS = 5
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=2), timedelta(minutes=10)

log = structlog.get_logger("tasks")


def work(timer: "Timer") -> None:
    """Work until told to stop (SIGTERM: after the task in hand)."""
    os.nice(NICENESS)
    broker = PostgresBroker()
    django_q_worker(Claims(broker), Results(broker), timer, Conf.TIMEOUT)


class Timer:
    """What a worker lets its crew know: until when the task in hand must have ended. Without a lock to die with."""

    def __init__(self) -> None:
        self._deadline = RawValue(c_double, 0.0)

    @property
    def value(self) -> float:
        return float(self._deadline.value - time.monotonic()) if self._deadline.value else -1.0

    @value.setter
    def value(self, seconds: float) -> None:
        self._deadline.value = time.monotonic() + seconds if seconds > 0 else 0.0

    def overdue_by(self) -> float:
        """Seconds; not positive while all is well."""
        return time.monotonic() - self._deadline.value if self._deadline.value else 0.0

    def get_lock(self) -> AbstractContextManager[None]:
        """What django-q2 asks for."""
        return nullcontext()


class Claims:
    """Where the worker gets its tasks from."""

    def __init__(self, broker: PostgresBroker) -> None:
        self._broker = broker
        self._parent, self._stopping, self._cleaned_at = os.getppid(), False, 0.0
        self._session: Session | None = None
        self._rest = Rest()
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def get(self) -> Any:
        """The next task, waiting for it; STOP when it is time to go."""
        while not self._stopping and os.getppid() == self._parent:
            task = self._patiently(self._next)
            if task is not None:
                return task
        return STOP

    def _stop(self, *_signal: Any) -> None:
        self._stopping = True

    def _patiently(self, step: Callable[[], Any]) -> Any:
        """Nothing, after a moment, while the database is away."""
        try:
            return step()
        except (Error, psycopg.Error):
            self._session = None
            connection.close()
            time.sleep(RECONNECT_AFTER)
            return None

    def _next(self) -> dict[str, Any] | None:
        if self._session is None:
            self._session = Session()
        self._keep_house()
        resting = self._rest.now()
        claims = self._broker.claim(self._session.worker, together=taken_together(), resting=resting)
        if claims:
            self._rest.begin(claims[0].name)
            return opened(claims, self._broker)
        self._session.wait(self._rest.longest_wait(LOOK_AGAIN), resting=resting)
        return None

    def _keep_house(self) -> None:
        if time.monotonic() - self._cleaned_at < HOUSEKEEPING_EVERY:
            return
        self._cleaned_at = time.monotonic()
        schedule.queue_due()
        if freed := free_abandoned():
            log.warning("tasks of a dead worker freed", tasks=freed)


class Rest:
    """What a worker runs together it leaves alone for a moment then: the first comes at once, the rest gather."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def begin(self, name: str) -> None:
        """It was claimed just now."""
        if name in taken_together():
            self._until[name] = time.monotonic() + REST

    def now(self) -> list[str]:
        """Which tasks rest."""
        self._until = {name: until for name, until in self._until.items() if until > time.monotonic()}
        return list(self._until)

    def longest_wait(self, seconds: float) -> float:
        """So long, or until the first one's rest is over."""
        return max(0.0, min([seconds, *(until - time.monotonic() for until in self._until.values())]))


class Results:
    """Where the worker leaves what came of a task."""

    def __init__(self, broker: PostgresBroker) -> None:
        self._broker = broker

    def put(self, task: dict[str, Any]) -> None:
        """Keep the result, and take the task out of the queue or put it back for later."""
        settle(task, self._broker)


def opened(claims: Sequence[Claim], broker: PostgresBroker) -> dict[str, Any] | None:
    """The task in the package, or one of all of them. None if there is none to be run."""
    tasks = [task for claim in claims if (task := _opened(claim, broker)) is not None]
    if len(tasks) < 2:
        return next(iter(tasks), None)
    name, asked = tasks[0]["name"], [Asked(*task["args"][1:]) for task in tasks]
    ids = [queue_id for task in tasks for queue_id in task["queue_ids"]]
    return {**tasks[0], "func": TOGETHER, "args": (name, asked), "queue_ids": ids}


def _opened(claim: Claim, broker: PostgresBroker) -> dict[str, Any] | None:
    """The task in the package. None if it is not ours or has killed too many workers: it is put aside."""
    try:
        task: dict[str, Any] = SignedPackage.loads(claim.package)
    except (TypeError, BadSignature):
        log.error("task with a foreign signature dropped", queue_id=claim.queue_id)
        broker.delete(claim.queue_id)
        return None
    task |= {"cluster": Conf.CLUSTER_NAME, "queue_ids": [claim.queue_id], "attempt": claim.attempts}
    if claim.attempts > Conf.MAX_ATTEMPTS:
        died = {"success": False, "result": "Its worker died, again and again.", "stopped": timezone.now()}
        settle(task | died, broker)
        return None
    return task


def settle(task: dict[str, Any], broker: PostgresBroker) -> None:
    """The end of one run."""
    if _is_to_be_kept(task):
        save_task(task, broker)
    if task["success"] or task.get("ack_failure") or task["attempt"] >= Conf.MAX_ATTEMPTS:
        broker.remove(task["queue_ids"])
    else:
        broker.postpone(task["queue_ids"], min(FIRST_RETRY * 4 ** (task["attempt"] - 1), LONGEST_RETRY))
    schedule.ended(task["name"])
    tasks.labels(task["name"], "success" if task["success"] else "failure").inc(len(task["queue_ids"]))
    _log(task)


def _is_to_be_kept(task: dict[str, Any]) -> bool:
    """What failed, until it succeeds. Nothing of what failed together: each is about to be tried alone."""
    alone = len(task["queue_ids"]) == 1
    return alone and (task["attempt"] > 1 if task["success"] else True)


def _is_by_the_clock(name: str) -> bool:
    try:
        return task_named(name).every is not None
    except LookupError:
        return False


def _log(task: dict[str, Any]) -> None:
    facts = {"task": task["name"], "attempt": task["attempt"], "request_id": request_id()}
    if len(task["queue_ids"]) > 1:
        facts["together"] = len(task["queue_ids"])
    if not task["success"]:
        log.error("task failed", **facts, reason=str(task["result"])[:2000])
    elif not _is_by_the_clock(task["name"]):
        log.info("task", **facts)
