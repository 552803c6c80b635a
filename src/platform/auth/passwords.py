"""Hashing passwords costs a quarter of a second of a core on purpose; so few are hashed at once.

The others wait briefly for their turn, and when too many wait, the next is told to come back: a crowd at the log-in
must not take every thread of a process, or the catalogue would stand still with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password, make_password

from src.platform.errors import RateLimited

# One is hashed, two wait: a process has four threads, so one is always left for everybody else.
_hashing, _present = BoundedSemaphore(1), BoundedSemaphore(3)
PATIENCE = 5.0


def hash_password(password: str) -> str:
    """What is stored of a password. Raises RateLimited when too many are being hashed."""
    with _turn():
        return make_password(password)


def matches(password: str, stored: str | None) -> bool:
    """Is this the password? Takes as long where there is none (`stored` is None). Raises RateLimited as above."""
    with _turn():
        return check_password(password, stored or UNUSABLE_PASSWORD_PREFIX)


def no_password() -> str:
    """What is stored where there is no password; each different, so that sessions of Django's admin end with it."""
    return make_password(None)


@contextmanager
def _turn() -> Iterator[None]:
    bounded = settings.RATE_LIMIT_SCALE > 0
    if bounded and not _present.acquire(blocking=False):
        raise RateLimited(retry_after=1)
    try:
        if not _hashing.acquire(timeout=PATIENCE if bounded else None):
            raise RateLimited(retry_after=1)
        try:
            yield
        finally:
            _hashing.release()
    finally:
        if bounded:
            _present.release()
