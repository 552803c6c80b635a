"""What `ENGINE` names."""

import select
from typing import Any, cast

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg.types.numeric import Int8Dumper

from src.platform.db.postgresql.operations import DatabaseOperations

# Not a name that PostgreSQL could have for a cursor.
PREPARED = object()


class DatabaseWrapper(base.DatabaseWrapper):
    """Statements of our own are planned once a session; a kept connection is looked at without a round trip."""

    ops_class = DatabaseOperations

    def is_usable(self) -> bool:
        """For CONN_HEALTH_CHECKS, before a connection is used again.

        A server that ended the session has said so, and closed: there is something to read, which there never is
        between two requests. Only then it is asked. (`SELECT 1` took 0.06 ms of both processes.)
        """
        if self.connection is None or self.connection.closed:
            return False
        quiet = select.poll()
        quiet.register(self.connection.pgconn.socket, select.POLLIN)
        return not quiet.poll(0) or super().is_usable()

    def prepared_cursor(self) -> CursorWrapper:
        """For statements that are always the same: values are bound by PostgreSQL, which keeps the plan.

        Django's own cursors put values into the text, since what the ORM writes is different each time.
        """
        return cast(CursorWrapper, self._cursor(PREPARED))  # type: ignore[attr-defined]  # unknown to the stubs

    def create_cursor(self, name: Any = None) -> Any:
        if name is not PREPARED:
            return super().create_cursor(name)
        ordinary, self.connection.cursor_factory = self.connection.cursor_factory, base.ServerBindingCursor
        try:
            return super().create_cursor()
        finally:
            self.connection.cursor_factory = ordinary

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        # psycopg takes the smallest type that holds a number: each would be another statement to be prepared.
        connection.adapters.register_dumper(int, Int8Dumper)
        return connection
