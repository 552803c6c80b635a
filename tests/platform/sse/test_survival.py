"""Whatever is killed under load: a client with `Last-Event-ID` hears everything, once, in order."""

import contextlib
import subprocess
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.platform.events.trial import count
from tests.platform.processes import eventually, kill, start, start_valkey
from tests.platform.sse.listening import Streams

pytestmark = pytest.mark.django_db(transaction=True)
EVENTS = 400


class Shop:
    """A Valkey without a memory, a relay and a stream process, each of which can be killed and started again."""

    def __init__(self, folder: Path, *, without: str = "") -> None:
        self.socket, self.valkey_socket = str(folder / "s"), str(folder / "v")
        self.address = {"CACHE_URL": f"unix://{self.valkey_socket}?db=0"}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        for name in ("valkey", "relay", "stream"):
            if name != without:
                self.begin(name)

    def begin(self, name: str) -> None:
        self.running[name] = {"valkey": self._valkey, "relay": self._relay, "stream": self._stream}[name]()

    def _valkey(self) -> "subprocess.Popen[bytes]":
        return start_valkey(Path(self.valkey_socket))

    def _relay(self) -> "subprocess.Popen[bytes]":
        return start("-m", "tests.platform.events.trial_relay", **self.address)

    def _stream(self) -> "subprocess.Popen[bytes]":
        Path(self.socket).unlink(missing_ok=True)
        quiet = ("--log-level", "critical", "--no-access-log")
        return start("-m", "uvicorn", "src.platform.sse.asgi:application", "--uds", self.socket, *quiet, **self.address)

    def kill_and_restart(self, name: str) -> None:
        kill(self.running.pop(name))
        time.sleep(0.3)
        self.begin(name)

    def close(self) -> None:
        for process in self.running.values():
            kill(process)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    started = Shop(tmp_path)
    yield started
    started.close()


@pytest.fixture
def new_shop(tmp_path: Path) -> Iterator[Shop]:
    started = Shop(tmp_path, without="relay")
    yield started
    started.close()


class Browser(threading.Thread):
    """Reads a stream and comes back with the id of its last message, as EventSource does."""

    def __init__(self, socket: str, headers: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.streams, self.headers = Streams(socket), headers
        self.numbers: list[int] = []
        self.kinds: set[str] = set()
        self.last_id, self.leaving, self.connections = "", False, 0
        self.start()

    def run(self) -> None:
        while not self.leaving:
            with contextlib.suppress(OSError, HTTPException):
                self._listen()
            time.sleep(0.1)

    def _listen(self) -> None:
        again = {"Last-Event-ID": self.last_id} if self.last_id else {}
        listener = self.streams.listen("/api/v1/events/orders/", **self.headers, **again)
        self.connections += listener.status == 200
        while not listener.ended and not self.leaving:
            self.last_id = listener.last_id or self.last_id
            time.sleep(0.01)
        self.streams.leave_all()
        self.last_id = listener.last_id or self.last_id
        self.numbers += [message.data["number"] for message in listener.heard]
        self.kinds |= {message.type for message in listener.heard}


def test_nothing_is_lost_or_repeated_whatever_is_killed(shop: Shop, ann: Any, bearer: Any) -> None:
    browser = Browser(shop.socket, bearer(ann))
    eventually(lambda: browser.last_id, 30)
    writer = threading.Thread(target=_write, args=(str(ann.user_id),))
    writer.start()

    for name in ("stream", "relay", "valkey", "stream", "valkey"):
        time.sleep(1.5)
        shop.kill_and_restart(name)
    writer.join()
    eventually(lambda: _heard_last(browser), 40)
    browser.leaving = True
    browser.join()

    assert browser.kinds == {"counted"}
    assert browser.numbers == list(range(EVENTS + 1))
    assert browser.connections >= 2


def test_who_listens_before_the_relay_is_there_misses_nothing(new_shop: Shop, ann: Any, bearer: Any) -> None:
    streams = Streams(new_shop.socket)
    eventually(streams.answers, 20)
    with streams.listen("/api/v1/events/orders/", **bearer(ann)) as listener:
        time.sleep(0.5)
        count(str(ann.user_id), 0)
        count(str(ann.user_id), 1)

        new_shop.begin("relay")

        assert [message.data["number"] for message in listener.wait_for(2, 20)] == [0, 1]


def _write(who: str) -> None:
    for number in range(EVENTS):
        count(who, number)
        time.sleep(0.02)
    count(who, EVENTS)
    connection.close()


def _heard_last(browser: Browser) -> bool:
    return any(message.data["number"] == EVENTS for listener in browser.streams.open for message in listener.heard)
