"""With a collector every call is a span there; without one, no exporter is even loaded."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.platform.processes import environment

pytestmark = pytest.mark.django_db(transaction=True)

CALL = """
import sys
import django
django.setup()
from django.test import Client
Client().get("/api/v1/no-such-thing/", headers={"traceparent": "00-%s-00f067aa0ba902b7-01"})
print(sorted(name for name in sys.modules if name == "opentelemetry.exporter"))
"""
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def collector() -> Iterator[Any]:
    """A server that keeps what is sent to it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    received: list[tuple[str, bytes]] = []
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.received = received  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def call(**settings: str) -> str:
    finished = subprocess.run(
        [sys.executable, "-c", CALL % TRACE], env=environment(ALLOWED_HOSTS="testserver", **settings),
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return finished.stdout.splitlines()[-1]


def test_a_call_is_a_span_below_its_callers(collector):
    loaded = call(OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{collector.server_port}")

    ((path, body),) = collector.received
    assert (loaded, path) == ("['opentelemetry.exporter']", "/v1/traces")
    assert [word in body for word in (bytes.fromhex(TRACE), b"mercer.request_id", b"GET")] == [True] * 3


def test_without_a_collector_nothing_is_loaded():
    assert call() == "[]"
