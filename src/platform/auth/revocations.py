"""Ended sessions, told to every process through Valkey, so that their access tokens end before they expire.

Each entry lives as long as an access token can. Without Valkey, access tokens end by themselves, a few minutes later.
"""

from collections.abc import Iterable
from uuid import UUID

import structlog
from django.conf import settings
from redis.exceptions import RedisError

from src.platform.cache import valkey

log = structlog.get_logger(__name__)


def announce(session_ids: Iterable[UUID]) -> None:
    """Have the access tokens of these sessions refused from now on."""
    lifetime = int(settings.ACCESS_TOKEN_LIFETIME.total_seconds()) + 1
    try:
        with valkey.client().pipeline(transaction=False) as pipe:
            for session_id in session_ids:
                pipe.set(stored_key(session_id), 1, ex=lifetime)
            pipe.execute()
    except RedisError as error:
        log.warning("revocation_not_announced", error=type(error).__name__)


def is_revoked(session_id: UUID) -> bool:
    """Was this session ended? One round trip; no, while nobody can say."""
    try:
        return bool(valkey.ask(lambda client: client.exists(stored_key(session_id))))
    except RedisError:
        return False


def stored_key(session_id: UUID) -> str:
    """The entry that says so."""
    return f"ended-session:{session_id}"
