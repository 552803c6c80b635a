"""Starts a process of the shop for real, against the database and the Valkey of this test run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from src.platform.embedded import binaries
from src.platform.embedded.valkey import is_reachable

ROOT = Path(__file__).resolve().parents[2]


def environment(**more: str) -> dict[str, str]:
    """That of this test run, with the test's own database."""
    url = make_conninfo(settings.DATABASE_URL, dbname=connection.settings_dict["NAME"])
    addresses = dict.fromkeys(("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DIRECT_URL"), url)
    return os.environ | addresses | {"CACHE_URL": settings.CACHE_URL, "PYTHONWARNINGS": "default"} | more


def start(*command: str, **more: str) -> "subprocess.Popen[bytes]":
    """`python command…`, in a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-u", *command], env=environment(**more), cwd=ROOT, start_new_session=True
    )  # fmt: skip


def start_valkey(socket: Path) -> "subprocess.Popen[bytes]":
    """A Valkey of one's own without a memory, which may be killed and filled; it answers at `unix://{socket}`."""
    socket.unlink(missing_ok=True)
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no"]
    process = subprocess.Popen([str(binaries.valkey()), *options], stdout=subprocess.DEVNULL, start_new_session=True)
    eventually(lambda: is_reachable(f"unix://{socket}"))
    return process


def kill(process: "subprocess.Popen[bytes]") -> None:
    """At once, with all that it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def running(*command: str, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
    """The process while the block runs; then SIGTERM, and SIGKILL to its group if that is not enough."""
    process = start(*command, **more)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(6)
        except subprocess.TimeoutExpired:
            kill(process)


def eventually(condition: Callable[[], object], seconds: float = 10) -> None:
    """Wait until it holds; fail if it does not within so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
