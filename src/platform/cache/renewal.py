"""A process that changed something renews the versions after its commit and before it answers.

The database's triggers say what changed, as notices within the answers that the process reads anyway.
"""

import time
from typing import Any

import structlog
from django.db import DatabaseError, transaction

from src.platform.cache import versions
from src.platform.cache.wire import Away

NOTICE = "cache"
LEFT = "SELECT extract(epoch FROM granted_until - clock_timestamp())::float8 FROM cache_trust"

log = structlog.get_logger("cache")


def listen_to(*, connection: Any, **_signal: Any) -> None:
    """Hear what the triggers say on a new connection to the database."""
    listener = getattr(connection, "cache_renewal", None)
    if listener is None:
        listener = connection.cache_renewal = Renewal(connection)
        connection.execute_wrappers.append(listener.after_statement)
    connection.connection.add_notice_handler(listener.hear)


class Renewal:
    """What one connection changed and has not renewed yet."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._owed: set[str] = set()

    @property
    def owes(self) -> bool:
        """Whether something changed that others may still take for true."""
        return bool(self._owed)

    def hear(self, notice: Any) -> None:
        """A notice of `cache_renew`: renewed at the commit. What is rolled back may be renewed too: it costs little."""
        if notice.message_primary != NOTICE:
            return
        self._owed.update((notice.message_detail or "").split())
        if self._connection.in_atomic_block:
            transaction.on_commit(self.pay, using=self._connection.alias)

    def after_statement(self, execute: Any, *statement: Any) -> Any:
        """Outside transactions each statement is one."""
        result = execute(*statement)
        if self._owed and not self._connection.in_atomic_block:
            self.pay()
        return result

    def pay(self) -> None:
        """Renew. Where Valkey cannot be told, answer only when nobody can trust it any more."""
        owed, self._owed = self._owed, set()
        if not owed:
            return
        try:
            versions.renew(owed)
        except Away as error:
            log.warning("renewal left to the relay", error=str(error))
            self._outlast_trust()

    def _outlast_trust(self) -> None:
        """The relay finds what is owed in the database, and grants no more trust before it has renewed it."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(LEFT)
                row = cursor.fetchone()
        except DatabaseError as error:
            log.warning("how long trust lasts is not known", error=type(error).__name__)
            return
        if row is not None and row[0] > 0:
            time.sleep(row[0])
