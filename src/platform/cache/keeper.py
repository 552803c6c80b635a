"""The keeper: pays renewals that are owed, and says so. Nobody trusts the cache unless it was said a moment ago.

It runs beside the relay. Any number may run: each of its steps is true whoever else takes them.

  1. the time of Valkey, t
  2. the database is told that trust may be given until now + a second (so a writer who cannot reach Valkey knows
     how long to wait)
  3. what is owed is read and renewed; then its rows go
  4. Valkey is told that it may be trusted, until t + a second by its own clock: however late this arrives

A writer who committed after step 3 finds in the database what step 2 said; one who committed before is found by 3.
"""

import threading
from contextlib import suppress
from typing import Any

import psycopg
import structlog
from psycopg import sql

from src.platform.cache import versions
from src.platform.cache.wire import Away, ask, wire
from src.platform.db.direct import connect_directly

# Seconds: how long trust lasts, how often it is given, how many changes are paid at once.
LASTS, EVERY, AT_ONCE = 1.0, 0.25, 500

PROMISE = """
INSERT INTO cache_trust (id, granted_until) VALUES (1, clock_timestamp() + %s * interval '1 second')
ON CONFLICT (id) DO UPDATE SET granted_until = excluded.granted_until
"""
OWED = "SELECT id, scopes FROM cache_owed ORDER BY id LIMIT %s"
PAID = "DELETE FROM cache_owed WHERE id = ANY(%s)"

log = structlog.get_logger("cache")


class Keeper(threading.Thread):
    """Until `stop()`. A turn that fails gives no trust: answers are slower then, never wrong."""

    def __init__(self) -> None:
        super().__init__(name="cache-keeper", daemon=True)
        self._stopping = threading.Event()
        self._database: psycopg.Connection[Any] | None = None
        self._away = False

    def run(self) -> None:
        while not self._stopping.wait(EVERY):
            self._turn()

    def stop(self) -> None:
        self._stopping.set()
        self.join()

    def settle(self) -> None:
        """Pay what is owed now. Called by other threads; what cannot be paid stays owed, and trust ends."""
        if self._database is not None:
            with suppress(Away, psycopg.Error):
                pay(self._database)

    def _turn(self) -> None:
        try:
            self._database = self._database or connected()
            keep(self._database)
        except (Away, psycopg.Error) as error:
            if not self._away:
                log.warning("nobody trusts the cache", error=type(error).__name__)
            self._away = True
            self._hang_up()
        else:
            self._away = False

    def _hang_up(self) -> None:
        if self._database is not None and self._database.broken:
            self._database.close()
            self._database = None


def connected() -> "psycopg.Connection[Any]":
    """A connection of the keeper's own. What is lost of it in a crash is said again: it need not reach the disk."""
    connection = connect_directly("cache")
    connection.execute("SET synchronous_commit = off")
    return connection


def keep(database: "psycopg.Connection[Any]") -> None:
    """One turn. Raises Away, psycopg.Error."""
    ((seconds, microseconds),) = ask(("TIME",))
    until = int(seconds) * 1000 + int(microseconds) // 1000 + int(LASTS * 1000)
    database.execute(PROMISE, [LASTS])
    while pay(database) == AT_ONCE:
        pass
    ask(("SET", versions.trust_key(), wire().server, "PXAT", until))


def pay(database: "psycopg.Connection[Any]") -> int:
    """Renew what is owed: how many changes it were."""
    rows = database.execute(sql.SQL(OWED), [AT_ONCE]).fetchall()
    if rows:
        versions.renew({scope for _, scopes in rows for scope in scopes})
        database.execute(PAID, [[pk for pk, _ in rows]])
    return len(rows)
