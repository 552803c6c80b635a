"""The process's own client of Valkey: connections are kept, and a hung server costs a quarter of a second."""

from functools import cache

import redis
from django.conf import settings


@cache
def client(url: str = "") -> redis.Redis:
    """For what Django's cache framework has no words for: scripts, streams. Safe to share between threads."""
    return redis.Redis.from_url(url or settings.CACHE_URL, socket_timeout=0.25, socket_connect_timeout=0.25)
