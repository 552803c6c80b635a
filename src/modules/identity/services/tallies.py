"""Counting what is tried and sent for one account: failed log-ins, mailed codes. Atomic, and kept by PostgreSQL.

After some failures each further try has to wait, twice as long each time. Two tallies are kept: of an account at one
client's address, and of an account from everywhere (that one never makes a device wait that has signed in before).
So a guesser slows down himself; the owner gets in from where they always do, and anywhere by a mailed code.
"""

from hashlib import sha256

from django.conf import settings
from django.db import connection

from src.modules.identity.contracts import Device
from src.modules.identity.models import LoginSession, Tally, User
from src.platform.errors import RateLimited

HOUR, DAY = 60 * 60, 24 * 60 * 60
# The longest that a try has to wait, in seconds: at one address, and from everywhere.
LONGEST_HERE, LONGEST_ANYWHERE = 15 * 60, 60

# Seconds until the next try: doubled with each one past the free ones.
WAIT = """CASE WHEN tally.count < %(free)s THEN 0
    ELSE least(power(2, least(tally.count - %(free)s, 20)), %(longest)s) END"""
# Counts a try unless it comes too early: then no row is returned. A day without a try, and counting starts anew.
TRY = f"""
INSERT INTO identity_tally AS tally (key, count, started_at, last_at) VALUES (%(key)s, 1, now(), now())
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN tally.last_at < now() - make_interval(secs => {DAY}) THEN 1 ELSE tally.count + 1 END,
    last_at = now()
WHERE tally.last_at + make_interval(secs => {WAIT}) <= now()
RETURNING count
"""  # noqa: S608
LEFT = f"""
SELECT ceil(extract(epoch FROM tally.last_at + make_interval(secs => {WAIT}) - now()))::int
FROM identity_tally AS tally WHERE key = %(key)s
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


def count_try(account: str, device: Device) -> None:
    """Count a try to get into an account before it is looked at. Raises RateLimited while it has to wait."""
    if settings.RATE_LIMIT_SCALE == 0:
        return
    _try(_key("try", account, device.address), LONGEST_HERE)
    try:
        _try(_key("try", account), LONGEST_ANYWHERE)
    except RateLimited:
        if not _is_known(account, device):
            raise


def forgive(account: str, device: Device) -> None:
    """It was the owner: forget the tries."""
    if settings.RATE_LIMIT_SCALE > 0:
        Tally.objects.filter(key__in=[_key("try", account, device.address), _key("try", account)]).delete()


def count_mail(kind: str, email: str) -> None:
    """Count a mailed proof. Raises RateLimited after enough of them in an hour, whether anybody has that address."""
    if settings.RATE_LIMIT_SCALE == 0:
        return
    most = max(1, round(settings.MAILED_PROOFS_AN_HOUR * settings.RATE_LIMIT_SCALE))
    key = _key("mail", kind, email.lower())
    if not _answer(ONE_MORE, key=key, most=most, window=HOUR):
        raise RateLimited(retry_after=_until_the_hour_is_over(key))


def forget_old_tallies() -> None:
    """Drop what no longer counts."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM identity_tally WHERE last_at < now() - make_interval(secs => %s)", [DAY])


def _try(key: str, longest: int) -> None:
    free = max(1, round(settings.FREE_LOGIN_FAILURES * settings.RATE_LIMIT_SCALE))
    if not _answer(TRY, key=key, free=free, longest=longest):
        raise RateLimited(retry_after=max(1, _answer(LEFT, key=key, free=free, longest=longest)))


def _until_the_hour_is_over(key: str) -> int:
    left = f"SELECT ceil(extract(epoch FROM started_at - now()) + {HOUR})::int FROM identity_tally WHERE key = %(key)s"  # noqa: S608
    return max(1, _answer(left, key=key))


def _answer(statement: str, **values: str | int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return row[0] if row else 0


def _is_known(account: str, device: Device) -> bool:
    """Has the account been opened from this client's address before?"""
    owner = User.objects.at(account).values("pk")
    return LoginSession.objects.filter(user_id__in=owner, address=device.address or None).exists()


def _key(*parts: str) -> str:
    return sha256("\n".join(parts).lower().encode()).hexdigest()
