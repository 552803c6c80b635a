"""The settings from outside, as a shell or a `.env` writes them."""

from datetime import timedelta

import pytest

from src.platform.settings.environment import Environment, read_environment


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("REFRESH_REUSE_GRACE_SECONDS", "2", timedelta(seconds=2)),
        ("REFRESH_REUSE_GRACE_SECONDS", "0", timedelta(0)),
        ("ORDER_PAYMENT_TIMEOUT_SECONDS", "1.5", timedelta(seconds=1.5)),
        ("ACCESS_TOKEN_SECONDS", "3600", timedelta(hours=1)),
        ("ALLOWED_HOSTS", "a.example, b.example", ["a.example", "b.example"]),
        ("RATE_LIMIT_SCALE", "0", 0.0),
        ("DEBUG", "true", True),
    ],
)
def test_a_setting_is_read_as_it_is_written(monkeypatch, name, text, value):
    monkeypatch.setenv(name, text)

    assert getattr(Environment(), name) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ACCESS_TOKEN_SECONDS", "3601"), ("ACCESS_TOKEN_SECONDS", "soon"), ("ORDER_PAYMENT_TIMEOUT_SECONDS", "0"),
        ("REFRESH_REUSE_GRACE_SECONDS", "-1"), ("RATE_LIMIT_SCALE", "-1"), ("DEFAULT_CURRENCY", "EUROS"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_is_named_and_stops_the_start(monkeypatch, capsys, name, text):
    monkeypatch.setenv(name, text)

    with pytest.raises(SystemExit) as stop:
        read_environment()

    assert (stop.value.code, capsys.readouterr().err.startswith(f"setting {name}: ")) == (2, True)


def test_the_example_is_a_setting_that_works(monkeypatch, pytestconfig):
    """Copied to `.env` as it stands, with the secrets filled in."""
    for line in (pytestconfig.rootpath / ".env.example").read_text().splitlines():
        name, assigned, value = line.partition("=")
        if assigned and value and not line.startswith("#"):
            monkeypatch.setenv(name, value)

    assert timedelta(minutes=30) == Environment().ORDER_PAYMENT_TIMEOUT_SECONDS
