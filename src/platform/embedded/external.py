"""Databases that the operator runs: `DATABASE_URL` and `CACHE_URL`."""

import secrets
from collections.abc import Mapping
from urllib.parse import quote

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict

from src.platform.embedded.datafolder import DataFolder
from src.platform.embedded.journal import Journal
from src.platform.embedded.refusals import CannotStart
from src.platform.embedded.valkey import is_reachable


def cache_addresses(given: Mapping[str, str]) -> dict[str, str]:
    """Nothing to add to CACHE_URL. Raises CannotStart if nothing answers there."""
    try:
        reachable = is_reachable(given["CACHE_URL"])
    except ValueError as error:
        raise CannotStart(f"CACHE_URL: {error}") from error
    if not reachable:
        raise CannotStart("CACHE_URL: no Valkey or Redis answers there.")
    return {}


def database_addresses(data: DataFolder, given: Mapping[str, str], journal: Journal) -> dict[str, str]:
    """The addresses for owner and shop. Where one powerful role was given, the shop gets a lesser one of its own."""
    url = given["DATABASE_URL"]
    with _connected(url, "DATABASE_URL") as connection:
        if "DATABASE_OWNER_URL" in given:
            _connected(given["DATABASE_OWNER_URL"], "DATABASE_OWNER_URL").close()
            return {}
        if not _owns_the_database(connection):
            return {}
        if not _may_create_roles(connection):
            journal.say("warning: the role of DATABASE_URL owns the database; give the shop a lesser one (README).")
            return {}
        shop = _shop_address(data, connection, url)
    return {"DATABASE_OWNER_URL": url, "DATABASE_URL": shop, "DATABASE_DIRECT_URL": shop}


def _connected(url: str, setting: str) -> Connection:
    try:
        return psycopg.connect(url, connect_timeout=5, autocommit=True)
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        reason = str(error).strip().splitlines()[0]
        raise CannotStart(f"{setting}: {reason}") from error


def _owns_the_database(connection: Connection) -> bool:
    return _yes(connection, "SELECT pg_has_role(datdba, 'MEMBER') FROM pg_database WHERE datname = current_database()")


def _may_create_roles(connection: Connection) -> bool:
    return _yes(connection, "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")


def _yes(connection: Connection, question: str) -> bool:
    row = connection.execute(question).fetchone()
    return bool(row and row[0])


def _shop_address(data: DataFolder, connection: Connection, url: str) -> str:
    """The address for the shop's own role, made at the first start. Its name is this data folder's alone."""
    known = data.recall("shop-role.json")
    if not known:
        known = {"user": f"mercer_app_{secrets.token_hex(4)}", "password": secrets.token_urlsafe(32)}
        data.remember("shop-role.json", known)
    role, password = sql.Identifier(known["user"]), sql.Literal(known["password"])
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [known["user"]]).fetchone()
    verb = sql.SQL("ALTER" if exists else "CREATE")
    connection.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, role, password))
    database = sql.Identifier(str(connection.info.dbname))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, role))
    return _with_user(url, known)


def _with_user(url: str, known: Mapping[str, str]) -> str:
    """The same address with another user, written as an address again."""
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items()} | dict(known)
    user, password, database = (quote(parts.pop(name, ""), safe="") for name in ("user", "password", "dbname"))
    options = "&".join(f"{name}={quote(value, safe='')}" for name, value in parts.items())
    return f"postgresql://{user}:{password}@/{database}?{options}"
