"""What holds for every test."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.contracts.conformance import departures


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole shops take longest, and wait most of the time: they begin first, beside the others."""
    items.sort(key=lambda item: item.get_closest_marker("operations") is None)


@pytest.fixture(autouse=True)
def answers_are_as_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer of every test is what the OpenAPI document of its version says; the first other one fails it."""
    request = Client.request

    def compared(client: Client, **environ: str) -> Any:
        answer: Any = request(client, **environ)
        if answer.status_code == 500 and not client.raise_request_exception:
            return answer  # a fault of the test's own making
        departed = departures(environ["REQUEST_METHOD"], environ["PATH_INFO"], answer)
        assert departed == [], "not as documented:\n" + "\n".join(departed)
        return answer

    monkeypatch.setattr(Client, "request", compared)


@pytest.fixture
def printed_so_far(pytestconfig: pytest.Config) -> Callable[[], str]:
    """What the loggers wrote. They took hold of the standard output when the process began, before `capsys` could."""
    capture: Any = pytestconfig.pluginmanager.getplugin("capturemanager")
    return lambda: "".join(capture.read_global_capture())
