"""cachalot, hardened: the ORM's reads of slow tables, while somebody looks at something, and at no other time.

As shipped it is never sure of what it gives (decision 25). Here the key of a query holds the random versions of all
tables that may be cached, read BEFORE the query in the trip that also asks whether they may be trusted. What was
stored under an old version is never found again, whoever stored it and however late; so nothing of cachalot's own
invalidation is used, and no write passes through it. Triggers and the keeper renew the versions, as of all answers.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache, wraps
from hashlib import blake2b
from typing import Any
from uuid import UUID

from cachalot.apps import CachalotConfig
from cachalot.monkey_patch import _patch_compiler
from cachalot.settings import cachalot_settings
from cachalot.utils import UncachableQuery
from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE, MULTI, SINGLE

from src.platform.cache import versions
from src.platform.cache.wire import Away, ask, wire

# Parameters whose `repr` is all of them. JSON and bytes would be cut at 40 characters by their own.
PLAIN = {bool, int, float, str, Decimal, UUID, date, datetime, type(None)}
# All that a cached query may say beside names in quotes: nothing that tells the time, throws dice, locks or explains.
WORDS = {
    *("select", "distinct", "from", "where", "as", "and", "or", "not", "in", "is", "null", "true", "false", "like"),
    *("ilike", "between", "case", "when", "then", "else", "end", "exists", "inner", "left", "outer", "join", "on"),
    *("group", "by", "having", "order", "asc", "desc", "nulls", "first", "last", "limit", "offset", "over", "document"),
    *("count", "min", "max", "coalesce", "lower", "upper", "length", "text", "bigint", "integer", "varchar", "s"),
}
NAMES, BARE = re.compile(r'"([^"]*)"'), re.compile(r"[A-Za-z_]\w*")
READ_FROM, PUNCTUATION = re.compile(r'\b(?:FROM|JOIN) "([^"]*)"'), re.compile(r"[\w\s.,()=<>!+*:|%-]*")


class Cachalot(CachalotConfig):  # type: ignore[misc]  # it ships no types
    """Installs of cachalot the one patch that looks results up, behind `admits`."""

    def ready(self) -> None:
        # Said beforehand, so that it leaves writes, cursors and transactions as they are.
        cachalot_settings.patched = True
        cachalot_settings.load()
        install()


def install() -> None:
    """Let queries that are admitted pass through cachalot, and only these."""
    ask_database: Any = SQLCompiler.execute_sql
    look_up = _patch_compiler(ask_database)

    @wraps(ask_database)
    def execute_sql(
        compiler: Any, result_type: str = MULTI, chunked_fetch: bool = False, chunk_size: int = GET_ITERATOR_CHUNK_SIZE
    ) -> Any:
        if chunked_fetch or result_type not in (MULTI, SINGLE) or not admits(compiler):
            return ask_database(compiler, result_type, chunked_fetch, chunk_size)
        compiler.result_type = result_type
        return look_up(compiler, result_type)

    put(execute_sql)


def put(execute_sql: Any) -> None:
    """In the place of Django's own."""
    SQLCompiler.execute_sql = execute_sql  # type: ignore[method-assign]  # on purpose


@contextmanager
def looking() -> Iterator[None]:
    """What is read within is for somebody to look at: it may come from the cache. Whoever writes reads the database."""
    token = _looking.set(True)
    try:
        yield
    finally:
        _looking.reset(token)


def admits(compiler: Any) -> bool:
    """Whether this query may be answered from the cache; `key_of` asks the rest, which needs its SQL."""
    if not _looking.get() or compiler.using != DEFAULT_DB_ALIAS:
        return False
    table, connection = compiler.query.get_meta(), compiler.connection
    if table is None or table.db_table not in settings.CACHED_TABLES:
        return False
    # In a transaction rows are read that may never come true; after one, hooks run before all is renewed.
    return connection.get_autocommit() and not connection.in_atomic_block and not _owes(connection)


def key_of(compiler: Any) -> str:
    """Where cachalot keeps the result of this query while all is as it is now. Raises UncachableQuery."""
    statement, parameters = compiler.as_sql()
    if not is_steady(statement) or not _are_plain(parameters):
        raise UncachableQuery
    whole = (_state(), versions.name_of("orm"), compiler.result_type, statement, parameters)
    return blake2b(repr(whole).encode(), digest_size=20).hexdigest()


@lru_cache(maxsize=1_000)
def is_steady(statement: str) -> bool:
    """Whether it reads only tables that may be cached, and answers the same as long as these do not change."""
    names, bare = set(NAMES.findall(statement)), NAMES.sub(" ", statement)
    known = WORDS | set(settings.CACHED_FUNCTIONS)
    read = set(READ_FROM.findall(statement)) | (names & _tables())
    return (
        PUNCTUATION.fullmatch(bare) is not None
        and {word.lower() for word in BARE.findall(bare)} <= known
        and read <= settings.CACHED_TABLES.keys()
        and '"(' not in statement
    )


def _state() -> tuple[bytes, ...]:
    """Which run of Valkey answers, and the versions of all tables that may be cached. Raises UncachableQuery."""
    scopes = sorted(set(settings.CACHED_TABLES.values()))
    try:
        (found,) = ask(("MGET", versions.trust_key(), *map(versions.version_key, scopes)))
        server = wire().server
        if found[0] != server:
            raise UncachableQuery
        known = found[1:] if None not in found else versions.note(scopes).values()
    except Away as error:
        raise UncachableQuery from error
    return (server, *known)


def _are_plain(values: Any) -> bool:
    return all(type(one) in PLAIN or (type(one) in (list, tuple) and _are_plain(one)) for one in values)


def _owes(connection: Any) -> bool:
    renewal = getattr(connection, "cache_renewal", None)
    return renewal is not None and renewal.owes


@cache
def _tables() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True))


_looking: ContextVar[bool] = ContextVar("looking", default=False)
