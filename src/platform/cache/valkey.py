"""The process's own client of Valkey: connections are kept, and a hung server costs a quarter of a second."""

from functools import cache

import redis
from django.conf import settings
from redis import asyncio as aio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff


@cache
def client(url: str = "") -> redis.Redis:
    """For what Django's cache framework has no words for: scripts, streams. Safe to share between threads."""
    return redis.Redis.from_url(url or settings.CACHE_URL, socket_timeout=0.25, socket_connect_timeout=0.25)


def async_client(*, patience: float = 0.25) -> "aio.Redis":
    """For the stream process; belongs to the event loop that uses it first. `patience` in seconds."""
    return aio.Redis.from_url(
        settings.CACHE_URL, socket_timeout=patience, socket_connect_timeout=0.25, retry=Retry(NoBackoff(), 0)
    )
