"""Tasks that tests run in a real worker: each writes down that it ran."""

import os
import signal
import time
from collections.abc import Sequence
from datetime import timedelta

from django.core.cache import cache

from src.platform.observability.context import request_id
from src.platform.tasks.registry import Asked, task


@task("trial.note")
def note(key: str) -> None:
    cache.set(f"trial:{key}", request_id() or "nobody")


@task("trial.take_time", timeout=timedelta(minutes=10))
def take_time(key: str) -> None:
    note(key)


@task("trial.count")
def count(key: str) -> None:
    cache.add(f"trial:{key}", 0)
    cache.incr(f"trial:{key}")


@task("trial.fail")
def fail(key: str) -> None:
    count(key)
    raise ValueError("not today")


@task("trial.fail_once")
def fail_once(key: str) -> None:
    count(key)
    if cache.get(f"trial:{key}") == 1:
        raise ValueError("not the first time")


@task("trial.together", together=True)
def together(asked: Sequence[Asked]) -> None:
    keys = [one.payload["key"] for one in asked]
    if "deadly" in keys:
        os.kill(os.getpid(), signal.SIGKILL)
    if "bad" in keys:
        raise ValueError("one of them is bad")
    for one in asked:
        cache.set(f"trial:{one.payload['key']}", " ".join(keys))
        cache.set(f"trial:{one.payload['key']}:request", one.request_id)


@task("trial.kill")
def kill(key: str) -> None:
    count(key)
    os.kill(os.getpid(), signal.SIGKILL)


@task("trial.slow")
def slow(key: str, seconds: float) -> None:
    count(f"{key}:runs")
    cache.add(f"trial:{key}:begun", os.getpid())
    time.sleep(seconds)
    count(f"{key}:ended")


@task("trial.tick", every=timedelta(seconds=1))
def tick() -> None:
    count("tick:began")
    time.sleep(0.6)
    count("tick:ended")
