"""However often `web` is told to stop, it stops."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SERVING = ["--interface", "wsgi", "--no-ws", "--log-level", "error", "wsgiref.simple_server:demo_app"]


@pytest.mark.parametrize("turn", range(4))  # granian alone hung in one of four
def test_a_stop_that_is_repeated_is_a_stop(tmp_path: Path, turn: int) -> None:
    socket = tmp_path / "web.sock"
    with subprocess.Popen([sys.executable, "-m", "src.platform.http.granian", "--uds", socket, *SERVING]) as web:
        while not socket.exists():
            time.sleep(0.01)
        time.sleep(0.2)

        for _ in range(300):
            web.send_signal(signal.SIGTERM)
            pause(random.uniform(5e-6, 60e-6))

        assert web.wait(10) == 0


def pause(seconds: float) -> None:
    """Shorter than a sleep can be."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass
