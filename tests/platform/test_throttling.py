"""Limits hold across threads and processes, and never stand in the way when they cannot be counted."""

from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network

import pytest
from django.test import Client, RequestFactory
from redis import Redis

from src.platform.cache import valkey
from src.platform.http.clients import client_address
from src.platform.http.throttling import Limit, stand


@pytest.fixture(autouse=True)
def policy(settings):
    valkey.client().flushdb()
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "tries": (5, 60)}
    settings.RATE_LIMIT_SCALE = 1.0


def request_from(address, **headers):
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


def test_of_forty_parallel_calls_exactly_the_quota_passes():
    with ThreadPoolExecutor(8) as threads:
        passed = list(threads.map(lambda _: Limit("tries").allow_request(request_from("192.0.2.1")), range(40)))

    assert passed.count(True) == 5


def test_callers_do_not_use_up_each_others_quota():
    for _ in range(5):
        Limit("tries").allow_request(request_from("192.0.2.1"))

    assert Limit("tries").allow_request(request_from("192.0.2.2"))


def test_an_ipv6_network_is_one_caller():
    passed = [Limit("tries").allow_request(request_from(f"2001:db8::{n}")) for n in range(1, 8)]

    assert passed.count(True) == 5


def test_the_scale_multiplies_and_nothing_turns_limits_off(settings):
    settings.RATE_LIMIT_SCALE = 2.0
    doubled = [Limit("tries").allow_request(request_from("192.0.2.1")) for _ in range(12)].count(True)
    settings.RATE_LIMIT_SCALE = 0
    off = [Limit("tries").allow_request(request_from("192.0.2.1")) for _ in range(12)].count(True)

    assert (doubled, off) == (10, 12)


def test_without_valkey_nobody_is_refused(monkeypatch):
    asked: list[Redis] = []

    def away() -> Redis:
        asked.append(Redis(port=1))
        return asked[-1]

    monkeypatch.setattr(valkey, "_rest_until", 0.0)
    monkeypatch.setattr(valkey, "client", away)

    assert [stand("tries", "somebody") for _ in range(3)] == [None, None, None]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.7, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("", "203.0.113.9", "203.0.113.9"),
        ("::ffff:192.0.2.1", "", "192.0.2.1"),
    ],
)
def test_forwarded_addresses_are_believed_from_proxies_alone(settings, remote, forwarded, client):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    assert client_address(request_from(remote, **headers)) == client


@pytest.mark.django_db
def test_a_limited_call_tells_how_the_caller_stands(settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "writes": (1, 60)}
    send = lambda: Client().post("/api/v1/auth/refresh/", {"refresh": "x"}, content_type="application/json")  # noqa: E731

    first, second = send(), send()

    assert (first.status_code, first["RateLimit-Policy"], first["RateLimit"]) == (
        401,
        '"writes";q=1;w=60',
        '"writes";r=0;t=60',
    )
    assert (second.status_code, second.json()["code"], second["Retry-After"]) == (429, "rate_limited", "60")
