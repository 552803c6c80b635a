"""Bodies that nobody means well with."""

import json

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_limits(settings):
    settings.RATE_LIMIT_SCALE = 0


def answer_to(body):
    answer = Client().post("/api/v1/auth/password/forgot/", body, content_type="application/json")
    return answer.status_code, answer.json().get("code")


def nested(depth):
    return '{"email": ' + "[" * (depth - 1) + "]" * (depth - 1) + "}"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "malformed_json"),
        (b"\xff\xfe", "malformed_json"),
        (b'{"email": ' + b"9" * 5000 + b"}", "malformed_json"),
        (nested(33), "malformed_json"),
        (nested(100_000), "malformed_json"),
    ],
)
def test_what_is_not_json_or_nested_beyond_reason_is_malformed(body, code):
    assert answer_to(body) == (400, code)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'{"email": NaN}',
        b'{"email": 1e400}',
        b'{"email": "\\ud800@example.com"}',
        b'{"email": "ann\\u0000@example.com"}',
        nested(32),
    ],
)
def test_json_of_another_shape_names_what_is_wrong(body):
    assert answer_to(body) == (422, "validation_failed")


def test_a_byte_order_mark_does_no_harm():
    assert answer_to(b"\xef\xbb\xbf" + json.dumps({"email": "ann@example.com"}).encode()) == (202, None)


def test_a_nul_character_names_the_field_that_has_it():
    answer = Client().post("/api/v1/auth/login/", {"email": "a@example.com", "password": "a\x00"}, "application/json")

    assert [wrong["field"] for wrong in answer.json()["errors"]] == ["password"]
