"""What holds for every test."""

from typing import Any

import pytest
from django.test import Client

from tests.contracts.conformance import departures


@pytest.fixture(autouse=True)
def answers_are_as_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer of every test is what the OpenAPI document of its version says; the first other one fails it."""
    request = Client.request

    def compared(client: Client, **environ: str) -> Any:
        answer: Any = request(client, **environ)
        departed = departures(environ["REQUEST_METHOD"], environ["PATH_INFO"], answer)
        assert departed == [], "not as documented:\n" + "\n".join(departed)
        return answer

    monkeypatch.setattr(Client, "request", compared)
