"""What holds for every operation of every version. The operations are read from the OpenAPI documents."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from src.modules.identity import public as identity
from src.platform.auth.roles import Role
from tests.contracts.documents import NAMES, current
from tests.factories.callers import PASSWORD, Caller
from tests.flows.belongings import ABSENT, undone

pytestmark = pytest.mark.django_db

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
ORIGIN = "https://front.example"


class Call:
    """An operation of a document, and how to call it."""

    def __init__(self, document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> None:
        self.document, self.method, self.operation, self.template = document, method, operation, path
        formats = {one["name"]: one["schema"].get("format") for one in operation["parameters"]}
        self.path = re.sub(r"\{(\w+)\}", lambda name: ABSENT.get(formats[name[1]], "987654321"), path)

    def __repr__(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def bodies(self) -> dict[str, Any]:
        """What can be sent, by media type."""
        content: dict[str, Any] = self.operation.get("requestBody", {}).get("content", {})
        return content

    @property
    def is_guarded(self) -> bool:
        return {} not in self.operation["security"]

    @property
    def text_field(self) -> str | None:
        """A member of its JSON body that is text."""
        schema = self.bodies["application/json"]["schema"]
        while "$ref" in schema or "anyOf" in schema:
            schema = schema["anyOf"][0] if "anyOf" in schema else self._named(schema["$ref"])
        fields = schema.get("properties", {}).items()
        return next((name for name, field in fields if field.get("type") == "string" and "enum" not in field), None)

    def _named(self, reference: str) -> dict[str, Any]:
        named: dict[str, Any] = self.document["components"]["schemas"][reference.rsplit("/", 1)[1]]
        return named


def calls() -> Iterator[Call]:
    for document in map(current, NAMES):
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                yield Call(document, path, method.upper(), operation)


CALLS = list(calls())
READS = [call for call in CALLS if call.method == "GET"]
WITH_JSON = [call for call in CALLS if "application/json" in call.bodies]


@pytest.fixture(autouse=True)
def _quick(settings):
    cache.clear()
    settings.RATE_LIMIT_SCALE = 10_000
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]


@pytest.fixture
def token():
    """An admin's: opens every call."""
    identity.enrol(email="admin@example.com", password=PASSWORD, role=Role.ADMIN)
    caller = Caller()
    caller.log_in("admin@example.com", door="auth/admin/login/")
    return caller.access


def ask(call, *, token="", method="", path="", body=b"", kind="application/json", **headers):
    """The answer to a call that leaves nothing behind."""
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    with undone():
        return Client().generic(method or call.method, path or call.path, body, content_type=kind, headers=headers)


def code_of(answer):
    kind = answer.get("Content-Type", "")
    return answer.status_code, answer.json()["code"] if kind == "application/problem+json" else kind


def strays(found: dict[str, Any], right: Any) -> dict[str, Any]:
    """The calls that answered something else."""
    return {call: heard for call, heard in found.items() if heard != right}


def test_the_documents_are_walked():
    assert len(CALLS) > 100
    assert len(READS) > 30
    assert len(WITH_JSON) > 40


def test_a_path_without_its_slash_is_the_same_path(token):
    pairs = {
        repr(call): (ask(call, token=token).status_code, ask(call, token=token, path=call.path[:-1]).status_code)
        for call in CALLS
        if call.path.endswith("/")
    }

    assert {call: pair for call, pair in pairs.items() if pair[0] != pair[1] or pair[0] in {301, 308}} == {}


def test_head_works_wherever_get_does(token):
    got, headed = ({repr(call): ask(call, token=token, method=method) for call in READS} for method in ("GET", "HEAD"))
    differ = {
        call: (got[call].status_code, headed[call].status_code)
        for call in got
        if got[call].status_code != headed[call].status_code
        or got[call].get("Content-Type") != headed[call].get("Content-Type")
        or (not headed[call].streaming and headed[call].content != b"")
    }

    assert differ == {}


def test_a_method_that_is_not_there_names_those_that_are(token):
    paths: dict[str, set[str]] = {}
    for call in CALLS:
        paths.setdefault(call.template, set()).add(call.method)
    found = {}
    for call in CALLS:
        there = paths[call.template]
        for method in METHODS - there:
            answer = ask(call, token=token, method=method)
            allowed = set(answer.get("Allow", "").split(", "))
            right = there | ({"HEAD"} if "GET" in there else set())
            found[f"{method} {call.template}"] = (*code_of(answer), allowed - {"OPTIONS"} == right)

    assert strays(found, (405, "method_not_allowed", True)) == {}


def test_a_guarded_call_says_how_to_sign_in():
    found = {}
    for call in CALLS:
        if call.is_guarded:
            for sent in ("", "nonsense"):
                answer = ask(call, token=sent)
                found[f"{call} {sent}"] = (*code_of(answer), answer.get("WWW-Authenticate"))

    assert strays(found, (401, "unauthenticated", "Bearer")) == {}


def test_json_that_does_not_parse_is_malformed(token):
    found = {repr(call): code_of(ask(call, token=token, body=b'{"a":')) for call in WITH_JSON}

    assert strays(found, (400, "malformed_json")) == {}


def test_a_body_of_another_type_is_not_taken(token):
    found = {repr(call): code_of(ask(call, token=token, body=b"a", kind="text/plain")) for call in CALLS if call.bodies}

    assert strays(found, (415, "unsupported_media_type")) == {}


def test_a_body_over_the_limit_is_not_read(token, settings):
    settings.MAX_BODY_BYTES = 100
    body = json.dumps({"a": "b" * 100}).encode()

    found = {repr(call): code_of(ask(call, token=token, body=body)) for call in WITH_JSON}

    assert strays(found, (413, "body_too_large")) == {}


def test_a_field_that_is_not_known_is_named(token):
    found = {}
    for call in WITH_JSON:
        answer = ask(call, token=token, body=b'{"no_such_field": 1}')
        fields = [error["field"] for error in answer.json().get("errors", ())]
        found[repr(call)] = (*code_of(answer), any("no_such_field" in field for field in fields))

    assert strays(found, (422, "validation_failed", True)) == {}


def test_text_with_a_nul_character_is_refused(token):
    found = {
        repr(call): code_of(ask(call, token=token, body=json.dumps({call.text_field: "a\x00b"}).encode()))
        for call in WITH_JSON
        if call.text_field
    }

    assert len(found) > 20
    assert strays(found, (422, "validation_failed")) == {}


def test_a_request_id_comes_back_and_each_call_has_one(token):
    sent = {repr(call): ask(call, **{"X-Request-ID": "mine-42"}).get("X-Request-ID") for call in CALLS}
    made = [ask(call).get("X-Request-ID") for call in CALLS]

    assert strays(sent, "mine-42") == {}
    assert len(set(made)) == len(CALLS)


def test_a_limited_call_tells_how_the_caller_stands(token):
    limited = [call for call in CALLS if "429" in call.operation["responses"]]
    found = {}
    for call in limited:
        answer = ask(call, token=token)
        found[repr(call)] = [name for name in ("RateLimit", "RateLimit-Policy") if name not in answer.headers]

    assert len(limited) > 40
    assert strays(found, []) == {}


def test_pages_of_other_origins_read_nothing_by_default():
    found = {}
    for call in CALLS:
        answers = ask(call, Origin=ORIGIN), ask(call, method="OPTIONS", Origin=ORIGIN)
        found[repr(call)] = [name for answer in answers for name in answer.headers if name.startswith("Access-")]

    assert strays(found, []) == {}


def test_pages_of_an_allowed_origin_may_call_and_read(settings):
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    asks = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    exposed = "ETag, Location, X-Request-ID, Retry-After, RateLimit, Idempotent-Replayed"

    preflights = {repr(call): ask(call, method="OPTIONS", **asks) for call in CALLS}
    answers = {repr(call): ask(call, Origin=ORIGIN) for call in CALLS}
    others = {repr(call): ask(call, Origin="https://other.example") for call in CALLS}

    assert strays({call: heard.status_code for call, heard in preflights.items()}, 204) == {}
    assert strays({call: shares(heard) for call, heard in preflights.items()}, (ORIGIN, exposed)) == {}
    assert strays({call: shares(heard) for call, heard in answers.items()}, (ORIGIN, exposed)) == {}
    assert strays({call: shares(heard) for call, heard in others.items()}, (None, None)) == {}
    assert strays({call: "Origin" in heard.get("Vary", "") for call, heard in others.items()}, True) == {}


def shares(answer):
    """With whom, and which headers."""
    return answer.get("Access-Control-Allow-Origin"), answer.get("Access-Control-Expose-Headers")
