"""The shop's own processes: what each runs, and how long it may take to stop."""

import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from src.platform.embedded.door import Door
from src.platform.embedded.process import Program

# Each thread of `web` keeps one connection to the database.
THREADS = "4"


def web(door: Door, environment: Mapping[str, str]) -> Program:
    """The API and the admin. A stop lets running calls end (measured: without the kill time-out it does not)."""
    serving = ["--interface", "wsgi", "--http", "1", "--no-ws", "--uds", str(door.web), "--log-level", "warning"]
    workers = ["--workers", environment["WEB_WORKERS"], "--blocking-threads", THREADS, "--workers-kill-timeout", "4"]
    respawn = ["--respawn-failed-workers", "--respawn-interval", "0.2"]
    options = [*serving, *workers, *respawn, "src.platform.http.wsgi:application"]
    command = [sys.executable, "-m", "src.platform.http.granian", *options]
    return Program(name="web", command=command, environment=environment, patience=1.7, before_start=_without(door.web))


def stream(door: Door, environment: Mapping[str, str]) -> Program:
    """The event streams."""
    quiet = ["--log-level", "warning", "--no-access-log", "--no-server-header"]
    command = [sys.executable, "-m", "uvicorn", "src.platform.sse.asgi:application", "--uds", str(door.stream), *quiet]
    return Program(
        name="stream", command=[*command, "--timeout-graceful-shutdown", "2"], environment=environment, patience=3.0,
        before_start=_without(door.stream),
    )  # fmt: skip


def worker(environment: Mapping[str, str]) -> Program:
    """The queue of tasks."""
    return _django("worker", "run_worker", environment=environment, patience=4.0)


def relay(environment: Mapping[str, str]) -> Program:
    """The way of events out of the database."""
    return _django("relay", "run_relay", environment=environment, patience=3.0)


def prepare(environment: Mapping[str, str], *, demo: bool) -> Program:
    """Migrations, static files and the demo shop."""
    options = [] if demo else ["--no-demo"]
    return _django("prepare", "prepare", *options, environment=environment, patience=2.0)


def _django(name: str, *command: str, environment: Mapping[str, str], patience: float) -> Program:
    # Unbuffered, so that its lines come when they are written.
    arguments = [sys.executable, "-u", "manage.py", *command]
    return Program(name=name, command=arguments, environment=environment, patience=patience)


def _without(socket: Path) -> Callable[[], Awaitable[None]]:
    """Removes the socket that a killed process left behind."""

    async def remove() -> None:
        socket.unlink(missing_ok=True)

    return remove
