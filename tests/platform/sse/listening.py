"""A client of the streams, as a browser is one, and the process that serves it."""

import contextlib
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse
from typing import Any

import orjson

from tests.platform.processes import eventually, running


class Door(HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("shop.test", timeout=30)
        self.path = path

    def connect(self) -> None:
        # Kept at once: what fails to connect is closed with the rest.
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        try:
            self.sock.connect(self.path)
        except OSError:
            self.sock.close()
            raise


@dataclass(frozen=True)
class Heard:
    type: str
    data: Any
    id: str


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    def json(self) -> Any:
        return orjson.loads(self.body)


class Listener(threading.Thread):
    """One call of a stream, reading until it ends or is left."""

    def __init__(self, door: Door, path: str, headers: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.heard: list[Heard] = []
        self.lines: list[str] = []
        self.last_id, self.ended = "", False
        self._door = door
        door.request("GET", path, headers=headers)
        self.answer = door.getresponse()
        self.status, self.headers = self.answer.status, self.answer.headers
        self.start()

    def run(self) -> None:
        with contextlib.suppress(OSError, HTTPException, ValueError, AttributeError):
            self._read(self.answer)
        self.ended = True

    def _read(self, answer: HTTPResponse) -> None:
        fields: dict[str, str] = {}
        while raw := answer.readline():
            line = raw.decode().rstrip("\n")
            self.lines.append(line)
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
                continue
            self.last_id = fields.get("id", self.last_id)
            if "data" in fields:
                self.heard.append(Heard(fields["event"], orjson.loads(fields["data"]), fields.get("id", "")))
            fields = {}

    def ready(self) -> "Listener":
        """Once the stream is live and has said where it is."""
        eventually(lambda: self.last_id or self.heard)
        return self

    def wait_for(self, count: int, seconds: float = 10) -> list[Heard]:
        eventually(lambda: len(self.heard) >= count, seconds)
        return self.heard

    def __enter__(self) -> "Listener":
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def leave(self) -> None:
        """Hang up."""
        if self._door.sock:
            with contextlib.suppress(OSError):
                self._door.sock.shutdown(socket.SHUT_RDWR)
        self.join(5)
        self.answer.close()
        self._door.close()


class Streams:
    """The stream process of a test, on a socket."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.open: list[Listener] = []

    def listen(self, path: str, **headers: str) -> Listener:
        door = Door(self._path)
        try:
            self.open.append(Listener(door, path, headers))
        except (OSError, HTTPException):
            door.close()
            raise
        return self.open[-1]

    def ask(self, method: str, path: str, **headers: str) -> Answer:
        with contextlib.closing(Door(self._path)) as door:
            door.request(method, path, headers=headers)
            with door.getresponse() as answer:
                return Answer(answer.status, answer.headers, answer.read())

    def leave_all(self) -> None:
        while self.open:
            self.open.pop().leave()

    def answers(self) -> bool:
        try:
            return self.ask("GET", "/nothing").status == 404
        except (OSError, HTTPException):
            return False


@contextmanager
def stream_process(path: str, **settings: str) -> Iterator[tuple[Streams, "subprocess.Popen[bytes]"]]:
    command = ("-m", "uvicorn", "src.platform.sse.asgi:application", "--uds", path, "--log-level", "warning")
    with running(*command, "--no-access-log", "--timeout-graceful-shutdown", "2", **settings) as process:
        streams = Streams(path)
        eventually(streams.answers, 20)
        yield streams, process
        streams.leave_all()
