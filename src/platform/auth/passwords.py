"""Hashing passwords costs a quarter of a second of a core on purpose; so few are hashed at once.

The others wait briefly for their turn, and when too many wait, the next is told to come back: a crowd at the log-in
must not take every thread of a process, or the catalogue would stand still with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password, make_password

from src.platform.errors import RateLimited

# One is hashed, two wait (times RATE_LIMIT_SCALE, as every limit): a process has four threads, so one is always left
# for everybody else. Nobody waits longer than so many seconds.
ROOM, PATIENCE = 3, 30.0


def hash_password(password: str) -> str:
    """What is stored of a password. Raises RateLimited when too many are being hashed."""
    with queue.turn():
        return make_password(password)


def matches(password: str, stored: str | None) -> bool:
    """Is this the password? Takes as long where there is none (`stored` is None). Raises RateLimited as above."""
    with queue.turn():
        return check_password(password, stored or UNUSABLE_PASSWORD_PREFIX)


def no_password() -> str:
    """What is stored where there is no password; each different, so that sessions of Django's admin end with it."""
    return make_password(None)


class Queue:
    """Who hashes and who waits, in this process."""

    def __init__(self) -> None:
        self.present = 0
        self._hashing, self._door = Lock(), Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One at a time. Raises RateLimited where too many wait, or one waits too long."""
        self._come_in()
        try:
            if not self._hashing.acquire(timeout=PATIENCE):
                raise RateLimited(retry_after=1)
            try:
                yield
            finally:
                self._hashing.release()
        finally:
            with self._door:
                self.present -= 1

    def _come_in(self) -> None:
        scale = settings.RATE_LIMIT_SCALE
        with self._door:
            if scale and self.present >= max(1, round(ROOM * scale)):
                raise RateLimited(retry_after=1)
            self.present += 1


queue = Queue()
