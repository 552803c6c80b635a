"""Ended sessions, told to every process through Valkey, so that their access tokens end before they expire.

Each entry lives as long as an access token can. Without Valkey, access tokens end by themselves, a few minutes later.
"""

from collections.abc import Iterable
from uuid import UUID

import structlog
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


def announce(session_ids: Iterable[UUID]) -> None:
    """Have the access tokens of these sessions refused from now on."""
    try:
        cache.set_many({_key(pk): 1 for pk in session_ids}, timeout=settings.ACCESS_TOKEN_LIFETIME.total_seconds())
    except RedisError as error:
        log.warning("revocation_not_announced", error=type(error).__name__)


def is_revoked(session_id: UUID) -> bool:
    """Was this session ended?"""
    try:
        return cache.get(_key(session_id)) is not None
    except RedisError:
        return False


def stored_key(session_id: UUID) -> str:
    """The entry as Valkey knows it, for a process that asks Valkey without Django's cache."""
    return cache.make_key(_key(session_id))


def _key(session_id: UUID) -> str:
    return f"ended-session:{session_id}"
