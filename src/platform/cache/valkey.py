"""The process's own client of Valkey: connections are kept, and a hung server costs a quarter of a second."""

import time
from collections.abc import Callable
from functools import cache
from typing import TypeVar

import redis
from django.conf import settings
from redis import asyncio as aio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

T = TypeVar("T")

# After a failure, so long nobody waits for the next one, in seconds.
REST = 1.0


@cache
def client(url: str = "") -> redis.Redis:
    """For what Django's cache framework has no words for: scripts, streams. Safe to share between threads."""
    return redis.Redis.from_url(url or settings.CACHE_URL, socket_timeout=0.25, socket_connect_timeout=0.25)


def async_client(*, patience: float = 0.25) -> "aio.Redis":
    """For the stream process; belongs to the event loop that uses it first. `patience` in seconds."""
    return aio.Redis.from_url(
        settings.CACHE_URL, socket_timeout=patience, socket_connect_timeout=0.25, retry=Retry(NoBackoff(), 0)
    )


def ask(question: Callable[[redis.Redis], T]) -> T:
    """The answer to something that can be done without. Raises RedisError, for a second after a failure at once."""
    global _rest_until
    if time.monotonic() < _rest_until:
        raise RedisError("Valkey was away a moment ago.")
    try:
        return question(client())
    except RedisError:
        _rest_until = time.monotonic() + REST
        raise


_rest_until = 0.0
