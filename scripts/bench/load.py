"""How many answers a second, and how long they take: so many connections, each asking again as soon as it was answered.

wrk does it where it is installed; else a client of our own does, in one process, with epoll. It costs the machine more
than wrk (both take from the cores that they measure), so figures of the two must not be compared: ratios are made
within one run.
"""

import re
import selectors
import shutil
import socket
import statistics
import subprocess
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Measured:
    """Answers a second, and the times in milliseconds that a half and 99 of 100 stay below. `wrong`: not 2xx."""

    rate: float
    p50: float
    p99: float
    wrong: int


def measure(url: str, *, connections: int, seconds: float, headers: dict[str, str] | None = None) -> Measured:
    """Ask this address with so many connections for so long."""
    if shutil.which("wrk"):
        return _with_wrk(url, connections, seconds, headers or {})
    return _Client(url, connections, headers or {}).run(seconds)


def median_of(url: str, *, connections: int, seconds: float, times: int) -> Measured:
    """The run in the middle of several."""
    runs = sorted(
        (measure(url, connections=connections, seconds=seconds) for _ in range(times)), key=lambda one: one.rate
    )
    return runs[len(runs) // 2]


def _with_wrk(url: str, connections: int, seconds: float, headers: dict[str, str]) -> Measured:
    sent = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *sent, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]  # no match is an error worth its trace
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return Measured(rate, _percentile(said, 50), _percentile(said, 99), int(wrong[1]) if wrong else 0)


def _percentile(said: str, percent: int) -> float:
    value, unit = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)", said).groups()  # type: ignore[union-attr]  # no match: an error worth its trace
    return float(value) * UNITS[unit]


class _Client:
    """Keep-alive connections in one thread."""

    def __init__(self, url: str, connections: int, headers: dict[str, str]) -> None:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        lines = [
            f"GET {target} HTTP/1.1",
            f"Host: {parts.netloc}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        self._request = ("\r\n".join(lines) + "\r\n\r\n").encode()
        self._selector = selectors.DefaultSelector()
        self._took: list[float] = []
        self._wrong = 0
        for _ in range(connections):
            ours = socket.create_connection((parts.hostname or "", parts.port or 80))
            ours.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(ours, selectors.EVENT_READ, _Asked())

    def run(self, seconds: float) -> Measured:
        for key in list(self._selector.get_map().values()):
            self._ask(key)
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            for key, _ in self._selector.select(1.0):
                self._read(key)
        lasted = time.perf_counter() - began
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]  # we registered sockets
        took = statistics.quantiles(self._took, n=100) if len(self._took) > 1 else [0.0] * 99
        return Measured(len(self._took) / lasted, took[49] * 1000, took[98] * 1000, self._wrong)

    def _ask(self, key: selectors.SelectorKey) -> None:
        key.data.since, key.data.read = time.perf_counter(), b""
        key.fileobj.send(self._request)  # type: ignore[union-attr]  # we registered sockets

    def _read(self, key: selectors.SelectorKey) -> None:
        key.data.read += key.fileobj.recv(262144)  # type: ignore[union-attr]  # we registered sockets
        if key.data.is_whole:
            self._took.append(time.perf_counter() - key.data.since)
            self._wrong += not key.data.read.startswith(b"HTTP/1.1 2")
            self._ask(key)


class _Asked:
    """What one connection waits for."""

    def __init__(self) -> None:
        self.read, self.since = b"", 0.0

    @property
    def is_whole(self) -> bool:
        head, _, body = self.read.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        return len(body) >= int(length[1]) if length else self.read.endswith(b"0\r\n\r\n")
