"""Counting what is tried and sent for one account: failed log-ins, mailed codes. Atomic, and kept by PostgreSQL.

After some failures each further try has to wait, twice as long each time. Two tallies are kept: of an account at one
client's address, and of an account from everywhere (that one never makes a device wait that has signed in before).
So a guesser slows down himself; the owner gets in from where they always do, and anywhere by a mailed code.
"""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection

from src.modules.identity.contracts import Device
from src.modules.identity.models import LoginSession, Tally, User
from src.platform.errors import RateLimited

HOUR, DAY = 60 * 60, 24 * 60 * 60
# The longest that a try has to wait, in seconds: at one address, and from everywhere.
LONGEST_HERE, LONGEST_ANYWHERE = 15 * 60, 60

# Seconds until the next try: doubled with each one past the free ones.
WAIT = f"""CASE WHEN tally.count < %(free)s THEN 0 ELSE least(power(2, least(tally.count - %(free)s, 20)),
    CASE tally.key WHEN %(here)s THEN {LONGEST_HERE} ELSE {LONGEST_ANYWHERE} END) END"""
# Counts a try in both tallies; where it comes too early, no row is returned. After a day without, counting starts anew.
# The time is the clock's, not the statement's: one that waited for the row is not early.
TRY = f"""
INSERT INTO identity_tally AS tally (key, count, started_at, last_at)
VALUES (%(here)s, 1, clock_timestamp(), clock_timestamp()), (%(anywhere)s, 1, clock_timestamp(), clock_timestamp())
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN tally.last_at < clock_timestamp() - make_interval(secs => {DAY}) THEN 1 ELSE tally.count + 1 END,
    last_at = clock_timestamp()
WHERE tally.last_at + make_interval(secs => {WAIT}) <= clock_timestamp()
RETURNING key
"""  # noqa: S608
LEFT = f"""
SELECT ceil(extract(epoch FROM tally.last_at + make_interval(secs => {WAIT}) - clock_timestamp()))::int
FROM identity_tally AS tally WHERE key = %(waiting)s
"""  # noqa: S608
# Counts one more unless there were enough since the tally was started: then no row is returned.
ONE_MORE = """
INSERT INTO identity_tally AS tally (key, count, started_at, last_at) VALUES (%(key)s, 1, now(), now())
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN tally.started_at <= now() - make_interval(secs => %(window)s) THEN 1 ELSE tally.count + 1 END,
    started_at = CASE WHEN tally.started_at <= now() - make_interval(secs => %(window)s) THEN now()
        ELSE tally.started_at END,
    last_at = now()
WHERE tally.count < %(most)s OR tally.started_at <= now() - make_interval(secs => %(window)s)
RETURNING count
"""

OVER = "SELECT ceil(extract(epoch FROM started_at - now()) + %(window)s)::int FROM identity_tally WHERE key = %(key)s"


def count_try(account: str, device: Device) -> None:
    """Count a try to get into an account before it is looked at. Raises RateLimited while it has to wait."""
    if settings.RATE_LIMIT_SCALE == 0:
        return
    here, anywhere = _keys(account, device)
    free = max(1, round(settings.FREE_LOGIN_FAILURES * settings.RATE_LIMIT_SCALE))
    values: dict[str, str | int] = {"here": here, "anywhere": anywhere, "free": free}
    counted = {key for (key,) in _rows(TRY, **values)}
    if here not in counted or (anywhere not in counted and not _is_known(account, device)):
        waiting = here if here not in counted else anywhere
        raise RateLimited(retry_after=max(1, _first(LEFT, **values, waiting=waiting)))


def forgive(account: str, device: Device) -> None:
    """It was the owner: forget the tries."""
    if settings.RATE_LIMIT_SCALE > 0:
        Tally.objects.filter(key__in=_keys(account, device)).delete()


def count_mail(kind: str, email: str) -> None:
    """Count a mailed proof. Raises RateLimited after enough of them in an hour, whether anybody has that address."""
    if settings.RATE_LIMIT_SCALE == 0:
        return
    most = max(1, round(settings.MAILED_PROOFS_AN_HOUR * settings.RATE_LIMIT_SCALE))
    key = _key("mail", kind, email.lower())
    if not _rows(ONE_MORE, key=key, most=most, window=HOUR):
        raise RateLimited(retry_after=max(1, _first(OVER, key=key, window=HOUR)))


def forget_old_tallies() -> None:
    """Drop what no longer counts."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM identity_tally WHERE last_at < now() - make_interval(secs => %s)", [DAY])


def _first(statement: str, **values: str | int) -> int:
    """Seconds; none if the tally was forgotten meanwhile."""
    rows = _rows(statement, **values)
    return int(rows[0][0]) if rows else 0


def _rows(statement: str, **values: str | int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _is_known(account: str, device: Device) -> bool:
    """Has the account been opened from this client's address before?"""
    owner = User.objects.at(account).values("pk")
    return LoginSession.objects.filter(user_id__in=owner, address=device.address or None).exists()


def _keys(account: str, device: Device) -> tuple[str, str]:
    """Of the tries at this client's address, and of those from everywhere."""
    return _key("try", account, device.address), _key("try", account)


def _key(*parts: str) -> str:
    return sha256("\n".join(parts).lower().encode()).hexdigest()
