"""How a browser's EventSource, which cannot send headers, proves who it is: a ticket once, then a cookie.

Both are random words; whom they speak for is kept in Valkey under their hash. The ticket dies with its use. The cookie
lets the browser's own reconnects through, and ends with the session that asked for the ticket.
"""

import secrets
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

import orjson
from django.conf import settings
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import RedisError

from src.platform.auth.principal import Principal, Role
from src.platform.cache import valkey
from src.platform.errors import Unavailable

# Seconds.
TICKET_LIFE, PASS_LIFE = 60, 15 * 60
COOKIE = "mercer_stream"


def issue(principal: Principal) -> str:
    """A ticket for one use. Raises Unavailable while it cannot be kept."""
    ticket = secrets.token_urlsafe(32)
    try:
        valkey.client(settings.CACHE_URL).set(_key("ticket", ticket), _written(principal), ex=TICKET_LIFE)
    except RedisError as error:
        raise Unavailable from error
    return ticket


async def redeem(client: "AsyncRedis", ticket: str, *, peek: bool = False) -> Principal | None:
    """Whom the ticket speaks for; not again afterwards, unless only peeked at. Raises RedisError."""
    key = _key("ticket", ticket)
    return _read(await (client.get(key) if peek else client.getdel(key)))


async def give_pass(client: "AsyncRedis", principal: Principal) -> str:
    """The value of a cookie for reconnects. Raises RedisError."""
    value = secrets.token_urlsafe(32)
    await client.set(_key("pass", value), _written(principal), ex=PASS_LIFE)
    return value


async def read_pass(client: "AsyncRedis", value: str) -> Principal | None:
    """Whom the cookie speaks for; None if it has run out or its session has ended. Raises RedisError."""
    principal = _read(await client.get(_key("pass", value)))
    if principal is None or await client.exists(_ended(principal.session_id)):
        return None
    return principal


async def renew_pass(client: "AsyncRedis", value: str) -> None:
    """Good for its full life from now on. Raises RedisError."""
    await client.expire(_key("pass", value), PASS_LIFE)


async def end(client: "AsyncRedis", session_id: UUID | str) -> None:
    """No pass of the session is good any longer. Raises RedisError."""
    await client.set(_ended(session_id), 1, ex=PASS_LIFE)


def _key(kind: str, secret: str) -> str:
    return f"mercer:{kind}:{sha256(secret.encode()).hexdigest()}"


def _ended(session_id: UUID | str) -> str:
    return f"mercer:ended:{session_id}"


def _written(principal: Principal) -> bytes:
    return orjson.dumps([str(principal.user_id), principal.role, str(principal.session_id)])


def _read(written: Any) -> Principal | None:
    if written is None:
        return None
    user_id, role, session_id = orjson.loads(cast(bytes, written))
    return Principal(UUID(user_id), Role(role), UUID(session_id))
