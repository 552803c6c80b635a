"""The process `web` as its server calls it, and a keeper that takes a turn when it is told to."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from psycopg.conninfo import make_conninfo

from src.platform.cache import answers, keeper, wire
from src.platform.http.shortcut import ShortCut
from tests.platform.processes import kill, start_valkey


@dataclass(frozen=True)
class Given:
    """An answer on the wire. `by` says who gave it."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    by: str

    def header(self, name: str) -> str:
        return dict(self.headers)[name]

    @property
    def seen(self) -> tuple[Any, ...]:
        """What a client sees: all but the request's own id."""
        return self.status, [pair for pair in self.headers if pair[0] != "X-Request-ID"], self.body


class Web:
    """Asks as a client does; knows whether Django had to answer."""

    def __init__(self) -> None:
        self._django = get_wsgi_application()
        self._asked_django = False
        self._front = ShortCut(self._through)

    def _through(self, environ: Any, start_response: Any) -> Any:
        self._asked_django = True
        return self._django(environ, start_response)

    def __call__(self, address: str, method: str = "GET", *, cut: bool = True, **headers: str) -> Given:
        self._asked_django = False
        told: list[Any] = []
        environ = _environ(address, method, headers)
        parts = (self._front if cut else self._through)(environ, lambda *begun: told.extend(begun))  # type: ignore[arg-type]
        body = b"".join(parts)
        getattr(parts, "close", lambda: None)()
        return Given(told[0], told[1], body, "django" if self._asked_django else "short cut")


def _environ(address: str, method: str, headers: dict[str, str]) -> dict[str, Any]:
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": quote(query, safe="=&%,.:-_+"), "SCRIPT_NAME": "",
        "HTTP_HOST": "127.0.0.1:8000", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }  # fmt: skip


@pytest.fixture
def web(transactional_db: None) -> Iterator[Web]:
    """One process of `web`, with a cache that is empty and may be trusted."""
    wire._thread.rests_until = 0.0
    wire.ask(("FLUSHDB",))
    answers.near.forget()
    yield Web()
    wire.hang_up()
    wire._thread.rests_until = 0.0


@pytest.fixture
def keeper_s_connection(transactional_db: None) -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(
        make_conninfo(settings.DATABASE_URL, dbname=connection.settings_dict["NAME"]), autocommit=True
    ) as database:
        yield database


@pytest.fixture
def trusted(keeper_s_connection: "psycopg.Connection[Any]") -> Any:
    """A turn of the keeper: what is owed is paid, and the cache may be trusted for a second."""

    def turn() -> None:
        keeper.keep(keeper_s_connection)

    turn()
    return turn


@pytest.fixture
def a_valkey_of_its_own(settings: Any, tmp_path: Path) -> Iterator[None]:
    """The suite's is everybody's: nobody else's tests may find it full."""
    process = start_valkey(tmp_path / "v")
    wire.hang_up()
    wire._thread.rests_until, settings.CACHE_URL = 0.0, f"unix://{tmp_path}/v"
    yield
    wire.hang_up()
    kill(process)
