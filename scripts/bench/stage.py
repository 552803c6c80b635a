"""What is measured: the shop as in production, on scratch data, and the references behind doors of their own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

import psutil

from src.platform.embedded.datafolder import DataFolder
from src.platform.embedded.door import Door
from src.platform.embedded.programs import THREADS

ROOT = Path(__file__).resolve().parents[2]
SERVED = "scripts.bench.reference.wsgi:application"
# What the caller's shell says must not reach a measured process.
OURS = ("DATABASE_", "CACHE_URL", "DATA_DIR", "SECRET_KEY", "JWT_", "DJANGO_", "WEB_WORKERS", "PYTHON", "RATE_")


class Shop:
    """One running shop. Its lines go to a file, as in production."""

    def __init__(self, data: Path, port: int, workers: int) -> None:
        self.data, self.url = data, f"http://127.0.0.1:{port}"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        chosen = {"WEB_WORKERS": str(workers), "RATE_LIMIT_SCALE": "0", "LOG_FORMAT": "json"}
        command = [str(ROOT / "scripts/serve"), "--no-demo", "--port", str(port), "--data-dir", str(data)]
        data.mkdir(mode=0o711, exist_ok=True)
        self._lines = data / "serve.log"
        with self._lines.open("w") as lines:
            self._process = subprocess.Popen(command, env=inherited | chosen, stdout=lines, stderr=lines)
        self.environment = inherited | {"DATA_DIR": str(data)}

    def wait_until_ready(self, seconds: float = 180) -> None:
        deadline = time.monotonic() + seconds
        while "\nready " not in self._lines.read_text():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"the shop did not start:\n{self._lines.read_text()}")
            time.sleep(0.2)

    def settings(self) -> dict[str, str]:
        """Those of the running shop: addresses and keys."""
        return DataFolder(self.data).recall("running.json")

    def manage(self, *command: str) -> None:
        subprocess.run([ROOT / "scripts/manage", *command], env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def cpu(self, mark: str) -> float:
        """Seconds of CPU that its processes with this on their command line have used so far."""
        return sum(
            _cpu(one) for one in psutil.Process(self._process.pid).children(recursive=True) if mark in _line(one)
        )

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(20)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that PostgreSQL, another user under root, can get to."""
    with tempfile.TemporaryDirectory(prefix="mercer-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@contextmanager
def shop(data: Path, port: int, *, workers: int = 1) -> Iterator[Shop]:
    """A shop that is ready."""
    running = Shop(data, port, workers)
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


@contextmanager
def reference(data: Path, port: int, environment: Mapping[str, str]) -> Iterator[str]:
    """Django with the settings named there, served as the shop's `web` is, behind the same door: its address."""
    door = Door(DataFolder(data), "127.0.0.1", port)
    door.web.unlink(missing_ok=True)
    serving = ["--interface", "wsgi", "--http", "1", "--no-ws", "--uds", str(door.web), "--log-level", "warning"]
    command = [sys.executable, "-m", "src.platform.http.granian", *serving, "--blocking-threads", THREADS, SERVED]
    outside = door.program("")
    processes = [
        subprocess.Popen(command, env={**os.environ, **environment}, cwd=ROOT),
        subprocess.Popen(outside.command, env=dict(outside.environment), cwd=ROOT),
    ]
    try:
        yield door.url
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(20)


def until_answers(url: str, seconds: float = 20) -> None:
    """Wait for a reference to come up."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urlopen(url, timeout=5) as answer:  # noqa: S310  # our own address
                if answer.status == HTTPStatus.OK:
                    return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _cpu(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)
