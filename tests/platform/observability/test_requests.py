"""What the log and the metrics say of a call: enough to find it again, nothing of the person but an id."""

from functools import partial
from typing import Any

import orjson
import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from src.modules.identity.models import User
from src.platform.auth.roles import Role
from src.platform.observability import requests
from src.platform.observability.context import begin_request, note_cache
from src.platform.observability.metrics import exposition
from tests.factories.shops import caller_of, fill_cart, goods, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_and_machine_readable(settings: Any) -> Any:
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0
    settings.METRICS = True
    requests.configure(format="json")
    yield
    requests.configure(format=settings.LOGGING["format"])


@pytest.fixture
def lines(capfd: Any) -> Any:
    """The access lines since the last look."""
    return lambda: [orjson.loads(line) for line in capfd.readouterr().out.splitlines() if '"event":"request"' in line]


def value(name: str, **labels: str) -> float:
    """Of one metric, over all processes; zero before anything was counted."""
    samples = [one for family in text_string_to_metric_families(exposition().decode()) for one in family.samples]
    return sum(one.value for one in samples if one.name == name and labels.items() <= one.labels.items())


def test_a_call_is_one_line_with_what_it_cost(lines):
    ann = person()
    caller = caller_of(ann)
    lines()

    caller.get("notifications/?unread=true", **{"X-Request-ID": "the-request"})

    (line,) = lines()
    assert line.pop("ms") > line.pop("sql_ms") > 0
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "request", "level": "info", "method": "GET", "route": "api/v1/notifications/", "status": 200,
        "user_id": str(ann), "request_id": "the-request", "sql": 2, "cache": None,
    }  # fmt: skip


def test_a_call_without_statements_after_one_with_some_says_none(lines):
    caller = caller_of(person())
    caller.get("notifications/")
    lines()

    caller.get("no-such-thing/")

    assert [(line["sql"], line["status"], line["route"]) for line in lines()] == [(0, 404, None)]


def test_what_a_person_sends_is_in_no_line(lines, capfd):
    caller = caller_of(person())
    capfd.readouterr()

    caller.post("auth/login/?secret=s3cret", {"email": "ann.private@example.com", "password": "pass-w0rd"})
    caller.get("orders/?number=s3cret")

    said = capfd.readouterr().out
    assert [word for word in ("s3cret", "ann.private", "pass-w0rd") if word in said] == []


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
def test_machines_that_ask_all_the_time_leave_no_lines(lines, path):
    Client().get(path)

    assert lines() == []


def test_calls_are_counted_by_route_and_status():
    caller = caller_of(person())
    labels = {"method": "GET", "route": "api/v1/notifications/", "status": "200"}
    calls = partial(value, "mercer_request_seconds_count", **labels)
    statements = partial(value, "mercer_sql_statements_total", route=labels["route"])
    before = calls(), statements()

    caller.get("notifications/")

    assert (calls() - before[0], statements() - before[1]) == (1, 2)


def test_made_up_methods_do_not_make_new_series():
    Client().generic("BREW", "/api/v1/products/")

    assert value("mercer_request_seconds_count", method="BREW") == 0
    assert value("mercer_request_seconds_count", method="OTHER") > 0


def test_a_refusal_for_want_of_stock_is_counted():
    ann, mug = person(), goods(stock=1)
    fill_cart(ann, {mug: 1})
    before = value("mercer_refusals_total", code="insufficient_stock")

    answer = caller_of(ann).post("cart/", {"variant_id": mug, "quantity": 5})

    assert answer.status_code == 409
    assert value("mercer_refusals_total", code="insufficient_stock") - before == 1


def test_a_hit_of_the_cache_is_noted_and_counted(lines):
    before = value("mercer_cache_answers_total", outcome="hit")
    begin_request("the-request")
    note_cache(hit=True)

    requests.record(method="GET", route="api/v1/products/", status=200, seconds=0.001)

    assert [line["cache"] for line in lines()] == ["hit"]
    assert value("mercer_cache_answers_total", outcome="hit") - before == 1


@pytest.mark.parametrize(
    ("open_to_all", "token", "offered", "status"),
    [
        (False, "", "", 404),
        (True, "", "", 200),
        (False, "secret", "Bearer secret", 200),
        (True, "secret", "Bearer guess", 401),
        (True, "secret", "", 401),
        (False, "secret", "secret", 401),
    ],
)
def test_the_metrics_are_the_operators(settings, open_to_all, token, offered, status):
    settings.METRICS, settings.METRICS_TOKEN = open_to_all, token

    answer = Client().get("/metrics", headers={"Authorization": offered})

    assert answer.status_code == status
    assert (b"mercer_queue_age_seconds" in answer.content) == (status == 200)


def test_an_admins_page_is_a_call_like_any_other(lines, client):
    boss = person(Role.ADMIN)
    client.force_login(User.objects.get(pk=boss))
    lines()

    client.get("/admin/")

    assert [(line["route"], line["user_id"], line["status"]) for line in lines()] == [("admin/", str(boss), 200)]
