"""Versions: what an answer depends on, a scope, has one, and a new one after every change.

Random, never counters: a version that Valkey evicted or lost comes back as one that no answer was ever made under.
Each has a life time as all of the cache has, so `volatile-lru` can always make room.
"""

import secrets
from collections.abc import Iterable
from hashlib import blake2b

from django.db import connection

from src.platform.cache.wire import Command, ask

# A day, in seconds; an answer lives five minutes.
KEPT_FOR = 24 * 60 * 60


def name_of(*parts: str) -> bytes:
    """A key of this shop's own: two databases may share one Valkey (staging; the workers of a test run)."""
    database = connection.settings_dict
    prefix = _prefixes.get(database["NAME"])
    if prefix is None:
        place = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
        prefix = _prefixes[database["NAME"]] = blake2b(place.encode(), digest_size=6).hexdigest()
    return ":".join((prefix, *parts)).encode()


def version_key(scope: str) -> bytes:
    """Where the version of a scope stands."""
    return name_of("v", scope)


def trust_key() -> bytes:
    """Where it stands, while it does, that no renewal is owed: the id of the run of Valkey that knows it."""
    return name_of("trust")


def note(scopes: Iterable[str]) -> dict[bytes, bytes]:
    """The versions as they are now, by key; those that are missing are made. Raises Away.

    To be called BEFORE the query: then an answer made from rows that changed meanwhile has a version of before.
    """
    keys = [version_key(scope) for scope in scopes]
    (found,) = ask(("MGET", *keys)) if keys else ([],)
    noted: dict[bytes, bytes] = dict(zip(keys, found, strict=True))
    missing = [key for key, version in noted.items() if version is None]
    if missing:
        made = {key: _new() for key in missing}
        # GET: whoever else made it first is right.
        others = ask(*(("SET", key, version, "NX", "GET", "EX", KEPT_FOR) for key, version in made.items()))
        noted |= {key: other or made[key] for key, other in zip(missing, others, strict=True)}
    return noted


def renew(scopes: Iterable[str]) -> None:
    """From now on nothing that was made before is true. Raises Away."""
    commands: list[Command] = [("SET", version_key(scope), _new(), "EX", KEPT_FOR) for scope in scopes]
    if commands:
        ask(*commands)


def _new() -> bytes:
    return secrets.token_hex(8).encode()


# By the name of the database: nothing else changes while a process runs.
_prefixes: dict[str, str] = {}
