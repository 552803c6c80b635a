"""What the backend says of its statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.backends.postgresql import base, operations


class DatabaseOperations(operations.DatabaseOperations):
    """Shows prepared statements with their values, as all others are."""

    def last_executed_query(self, cursor: Any, sql: str, params: "Sequence[Any] | Mapping[str, Any] | None") -> Any:
        """For tests, silk and DEBUG."""
        if isinstance(cursor, base.ServerBindingCursor):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)
