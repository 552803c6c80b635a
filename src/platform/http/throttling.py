"""Rate limits: so many calls of a policy in so many seconds, per signed-in person, else per client address.

Declared where the operation is: `@router.post("/", throttle=limited("checkout"))`; the numbers are in the settings.
Counted in Valkey, in one round trip, so that all processes count together; while Valkey is away, nobody is refused.
"""

from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address, ip_network
from typing import cast

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja.throttling import BaseThrottle
from redis.exceptions import RedisError

from src.platform.cache import valkey
from src.platform.errors import RateLimited
from src.platform.http.clients import client_address
from src.platform.http.problems import refused

log = structlog.get_logger(__name__)

# Counts a call, and says how many there were in this window and how many milliseconds are left of it.
COUNT = """
local calls = redis.call('INCR', KEYS[1])
if calls == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {calls, redis.call('PTTL', KEYS[1])}
"""
READS = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Standing:
    """How a caller stands with a policy. Times in seconds."""

    policy: str
    quota: int
    window: int
    calls: int
    reset: int

    @property
    def is_over(self) -> bool:
        return self.calls > self.quota


class Limit(BaseThrottle):
    """A policy of `settings.RATE_LIMITS`, applied to an operation. `writes_only`: reads of the same router are free."""

    def __init__(self, policy: str, *, writes_only: bool = False) -> None:
        self.policy, self.writes_only = policy, writes_only

    def allow_request(self, request: HttpRequest) -> bool:
        if settings.RATE_LIMIT_SCALE == 0 or (self.writes_only and request.method in READS):
            return True
        standing = stand(self.policy, _caller(request))
        if standing is not None:
            request.rate_limit = standing  # type: ignore[attr-defined]
        return standing is None or not standing.is_over


def limited(policy: str) -> Limit:
    """`throttle=` of an operation. An unknown policy stops the start."""
    settings.RATE_LIMITS[policy]
    return Limit(policy)


def stand(policy: str, caller: str) -> Standing | None:
    """Count a call. None while nobody can count."""
    quota, window = settings.RATE_LIMITS[policy]
    quota = max(1, round(quota * settings.RATE_LIMIT_SCALE))
    try:
        calls, left = _count(f"rate:{policy}:{caller}", window)
    except RedisError as error:
        log.warning("rate_limit_not_counted", error=type(error).__name__)
        return None
    return Standing(policy, quota, window, calls, reset=-(-left // 1000))


def too_many(request: HttpRequest) -> HttpResponse:
    """The answer to a call over its limit."""
    standing: Standing = request.rate_limit  # type: ignore[attr-defined]
    return refused(RateLimited(retry_after=max(1, standing.reset)))


def declare_limit(request: HttpRequest, answer: HttpResponseBase) -> None:
    """Tell the client how it stands (draft-ietf-httpapi-ratelimit-headers-10)."""
    standing: Standing | None = getattr(request, "rate_limit", None)
    if standing is not None:
        left = max(0, standing.quota - standing.calls)
        answer["RateLimit-Policy"] = f'"{standing.policy}";q={standing.quota};w={standing.window}'
        answer["RateLimit"] = f'"{standing.policy}";r={left};t={standing.reset}'


def _count(key: str, window: int) -> tuple[int, int]:
    calls, left = valkey.ask(lambda client: cast(list[int], client.eval(COUNT, 1, key, window * 1000)))
    return calls, left


def _caller(request: HttpRequest) -> str:
    """A person by id; else a client by address, an IPv6 network as one: its owner has 2^64 addresses to choose from."""
    principal = getattr(request, "principal", None)
    if principal is not None:
        return str(principal.user_id)
    address = client_address(request)
    if ":" in address:
        address = str(ip_network(f"{ip_address(address)}/64", strict=False))
    return sha256(address.encode()).hexdigest()[:32]
