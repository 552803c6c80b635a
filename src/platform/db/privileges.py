"""What the shop's own role may do: read and write rows, and in the books only add them.

The shop runs as a role that owns nothing, so that no bug and no stolen password of it can TRUNCATE the ledger,
disable a trigger or drop a constraint. Migrations run as the owner, and end here.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict


def grant_privileges(**_signal: Any) -> None:
    """After every migration: rows of every table to the shop's role, without UPDATE and DELETE where books are kept."""
    role = conninfo_to_dict(settings.DATABASE_URL).get("user")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if role is None or cursor.fetchone() == (role,):
            return
        for statement in _grants(sql.Identifier(str(role))):
            cursor.execute(statement.as_string(connection.connection))


def _grants(role: sql.Identifier) -> list[sql.Composed]:
    everything = [
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]
    books = [
        sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}").format(
            table=sql.Identifier(model._meta.db_table), role=role
        )
        for model in append_only_models()
    ]
    return [sql.SQL(statement).format(role=role) for statement in everything] + books


def append_only_models() -> list[type[models.Model]]:
    """The tables whose rows are never changed: their models say `append_only = True`."""
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]
