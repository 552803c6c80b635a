"""A whole shop, started and stopped as a newcomer would: `./scripts/serve` in a data folder of its own."""

import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
# How each process is told from the others on its command line.
MARKS = {
    "postgres": "bin/postgres", "valkey": "valkey-server", "web": "granian", "stream": "uvicorn",
    "worker": "run_worker", "relay": "run_relay", "door": "caddy run",
}  # fmt: skip
# What scripts/test sets for its own services: this shop must not use them.
OF_THE_SUITE = ("DATABASE_", "CACHE_URL", "DATA_DIR", "SECRET_KEY", "JWT_", "TEST_", "DJANGO_", "PYTEST_")


class Shop:
    """One run of scripts/serve."""

    def __init__(self, data: Path, port: int, *, demo: bool = False, **settings: str) -> None:
        self.data = data
        self.port = port
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OF_THE_SUITE)}
        command: list[str | Path] = [ROOT / "scripts" / "serve", "--port", str(port), "--data-dir", data]
        self.settings = settings
        # One process that answers calls is enough for tests, and starts sooner.
        self.environment = {"WEB_WORKERS": "1"} | inherited | settings
        self.process = subprocess.Popen(
            command + ([] if demo else ["--no-demo"]),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_until_ready(self) -> str:
        """The line that says so. Fails with all lines when the shop ends before it."""
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line.startswith("ready "):
                return line
        raise AssertionError("".join(lines))

    def logins(self) -> dict[str, tuple[str, str]]:
        """The demo's addresses and passwords, by role."""
        accounts = json.loads((self.data / "demo.json").read_text())["accounts"]
        return {account["role"]: (account["email"], account["password"]) for account in accounts}

    def manage(self, *command: str) -> subprocess.CompletedProcess[str]:
        """`./scripts/manage` beside the running shop."""
        return subprocess.run(
            [ROOT / "scripts" / "manage", *command], env=self.environment | {"DATA_DIR": str(self.data)},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def stop(self) -> int:
        """Stop it as an operator does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=10)
        return self.process.returncode

    def end(self) -> None:
        """End it as no operator should: at once."""
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def is_healthy(self) -> bool:
        """Whether the shop answers through its door, and misses nothing."""
        return self.state() == (200, "ok")

    def is_open(self) -> bool:
        """Whether the shop sells, though it may be behind with telling of it."""
        return self.state()[0] == 200

    def state(self) -> tuple[int, str]:
        """What /health/ready says; zero while nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/health/ready")
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read()).get("status", "")
        except (OSError, ValueError, http.client.HTTPException):
            return 0, "away"
        finally:
            connection.close()

    def child(self, name: str) -> psutil.Process | None:
        """The running process of this name."""
        for process in psutil.Process(self.process.pid).children():
            if MARKS[name] in _command_line(process) and is_alive(process):
                return process
        return None

    def family(self) -> list[psutil.Process]:
        """All that it started, and itself."""
        return [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]


@contextmanager
def data_folder() -> Iterator[Path]:
    """A place that PostgreSQL, another user under root, can get to. (pytest's own is closed by the next pytest.)"""
    with tempfile.TemporaryDirectory(prefix="mercer-shop-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@contextmanager
def opened_folder(*, demo: bool = False) -> Iterator[Path]:
    """A data folder of one's own of a shop that was opened before: a copy, since opening the demo takes 20 seconds."""
    with data_folder() as folder:
        copy(_opened(demo=demo), folder)
        yield folder


def _opened(*, demo: bool) -> Path:
    """Where this run of the suite has its own, which the first who asks opens."""
    place = Path(os.environ["DATA_DIR"]) / ("demo" if demo else "empty")
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            place.mkdir(mode=0o711)
            if demo:  # from a shop that has its tables: making them takes as long as filling them
                copy(_opened(demo=False), place)
            with running(place, demo=demo) as shop:
                assert shop.stop() == 0
    return place


def copy(folder: Path, to: Path) -> None:
    """With its owners: under root, PostgreSQL is another user."""
    subprocess.run(["cp", "-a", f"{folder}/.", to], check=True)


@contextmanager
def running(data: Path, *, demo: bool = False, **settings: str) -> Iterator[Shop]:
    """A shop that is ready, until the end of the block."""
    shop = Shop(data, free_port(), demo=demo, **settings)
    try:
        shop.wait_until_ready()
        yield shop
    finally:
        shop.end()


def until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether the condition became true in time."""
    deadline = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return met


def is_alive(process: psutil.Process) -> bool:
    """Whether it still runs; one that ended and was not taken note of does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _command_line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
