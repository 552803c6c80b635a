"""What somebody tries who has no account, or somebody else's token."""

import time
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import jwt
import pytest
from django.conf import settings as shop
from django.contrib.auth import hashers
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django_q.models import OrmQ
from redis import Redis

from src.modules.identity.models import LoginSession, Proof, RefreshToken, Tally
from src.platform.auth import passwords, revocations, tokens
from src.platform.auth.principal import Principal
from src.platform.auth.roles import Role
from src.platform.cache import valkey
from src.platform.events.models import OutboxEvent
from src.platform.ids import uuid7
from src.platform.mail.models import OutgoingMail
from tests.factories.callers import PASSWORD, Caller

pytestmark = pytest.mark.django_db


def work_of(monkeypatch, act) -> tuple[Any, int, int]:
    """What an answer shows and what it cost: statements and hashed passwords."""
    hashed: list[str] = []
    encode = hashers.PBKDF2PasswordHasher.encode

    def counted(hasher, password, salt, iterations=None):
        hashed.append(password)
        return encode(hasher, password, salt, iterations)

    monkeypatch.setattr(hashers.PBKDF2PasswordHasher, "encode", counted)
    with CaptureQueriesContext(connection) as statements:
        answer = act()
    monkeypatch.undo()
    body = {name: value for name, value in answer.json().items() if name not in {"request_id", "email"}}
    return (answer.status_code, body), len(statements), len(hashed)


@pytest.mark.parametrize(
    ("path", "body", "hashed"),
    [
        ("auth/login/", {"password": "wrong"}, 1),
        ("auth/admin/login/", {"password": "wrong"}, 1),
        ("auth/signup/", {"password": "a good long password"}, 1),
        ("auth/otp/", {}, 0),
        ("auth/otp-login/", {"code": "000000"}, 0),
        ("auth/password/forgot/", {}, 0),
        ("auth/verify-email/resend/", {}, 0),
    ],
)
def test_a_known_address_cannot_be_told_from_an_unknown_one(caller, ann, mailbox, monkeypatch, path, body, hashed):
    """Neither by the answer nor by its time: the same statements, the same hashing, are the same time."""
    Caller().post("auth/otp/", {"email": ann.email})
    mailbox.all()

    known = work_of(monkeypatch, lambda: caller.post(path, body | {"email": "ann@example.com"}))
    unknown = work_of(monkeypatch, lambda: caller.post(path, body | {"email": "nobody@example.com"}))

    assert known == unknown
    assert known[2] == hashed


def test_a_log_in_takes_six_statements(caller, ann, django_assert_num_queries):
    """Try counted, person, second factor, tries forgiven, session, refresh token; begin and commit."""
    with django_assert_num_queries(6 + 2):
        assert caller.log_in().status_code == 200


def test_a_refresh_takes_four_statements(customer, django_assert_num_queries):
    """Token used, session and person, session noted, next token; begin and commit."""
    with django_assert_num_queries(4 + 2):
        assert customer.post("auth/refresh/", {"refresh": customer.refresh}).status_code == 200


def test_a_signed_in_request_takes_no_statement_for_who_it_is(customer, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert customer.get("auth/me/").status_code == 200


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    standard = {
        "sub": str(uuid7()), "sid": str(uuid7()), "role": "admin", "typ": "access", "jti": "1",
        "iss": "mercer", "aud": "mercer", "iat": now, "exp": now + 60,
    }  # fmt: skip
    return {name: value for name, value in (standard | changes).items() if value is not None}


def test_a_token_of_this_form_is_ours(caller):
    token = jwt.encode(claims(), shop.JWT_SIGNING_KEY, "HS256")

    assert caller.get("users/", Authorization=f"Bearer {token}").status_code == 200


@pytest.mark.parametrize(
    "token",
    [
        jwt.encode(claims(), "another key of thirty-two characters", "HS256"),
        jwt.encode(claims(), shop.SECRET_KEY, "HS256"),
        jwt.encode(claims(), shop.JWT_SIGNING_KEY, "HS384"),
        jwt.encode(claims(), "", "none"),
        jwt.encode(claims(exp=int(time.time()) - 1), shop.JWT_SIGNING_KEY, "HS256"),
        jwt.encode(claims(exp=None), shop.JWT_SIGNING_KEY, "HS256"),
        jwt.encode(claims(aud="another"), shop.JWT_SIGNING_KEY, "HS256"),
        jwt.encode(claims(aud=None), shop.JWT_SIGNING_KEY, "HS256"),
        jwt.encode(claims(iss="another"), shop.JWT_SIGNING_KEY, "HS256"),
        jwt.encode(claims(typ="refresh"), shop.JWT_SIGNING_KEY, "HS256"),
        jwt.encode(claims(role="king"), shop.JWT_SIGNING_KEY, "HS256"),
        jwt.encode(claims(sub="1"), shop.JWT_SIGNING_KEY, "HS256"),
        jwt.encode(claims(sid=None), shop.JWT_SIGNING_KEY, "HS256"),
        "x", "..", "a.b.c", "e30.e30.e30", "", "é", "x" * 5000,
    ],
)  # fmt: skip
def test_a_token_that_is_not_ours_opens_nothing(caller, token):
    answer = caller.get("users/", Authorization=f"Bearer {token}")

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_refresh_token_opens_no_call_and_an_access_token_renews_nothing(customer):
    assert customer.get("auth/me/", Authorization=f"Bearer {customer.refresh}").status_code == 401
    assert customer.post("auth/refresh/", {"refresh": customer.access}).json()["code"] == "invalid_refresh"


def test_a_refresh_token_expires(customer, settings):
    settings.REFRESH_TOKEN_LIFETIME = timedelta(seconds=-1)
    Caller().log_in()
    customer.log_in()

    assert customer.post("auth/refresh/", {"refresh": customer.refresh}).json()["code"] == "invalid_refresh"


def test_nobody_signs_another_person_out(customer, enrol):
    enrol("bob@example.com")
    bob = Caller()
    bob.log_in("bob@example.com")

    assert bob.post("auth/logout/", {"refresh": customer.refresh}).status_code == 401
    assert customer.post("auth/refresh/", {"refresh": customer.refresh}).status_code == 200


def test_a_role_in_a_refreshed_token_is_the_one_of_now(caller, enrol):
    root = enrol(role=Role.ADMIN)
    enrol("second@example.com", role=Role.ADMIN)
    caller.log_in(door="auth/admin/login/")
    type(root).objects.filter(pk=root.pk).update(role="customer")

    answer = caller.post("auth/refresh/", {"refresh": caller.refresh})

    assert getattr(tokens.read(answer.json()["access"]), "role", None) == Role.CUSTOMER


def test_after_ten_failures_each_try_waits_longer(caller, ann):
    failures = [caller.log_in(password="wrong").json()["code"] for _ in range(10)]
    waits = []
    for _ in range(4):
        refused = caller.log_in(password=PASSWORD)
        waits.append((refused.status_code, refused["Retry-After"]))
        Tally.objects.update(last_at=F("last_at") - timedelta(seconds=int(refused["Retry-After"])))
        caller.log_in(password="wrong")

    assert failures == ["invalid_credentials"] * 10
    assert waits == [(429, "1"), (429, "2"), (429, "4"), (429, "8")]


def test_who_waited_gets_in_and_starts_anew(caller, ann):
    for _ in range(10):
        caller.log_in(password="wrong")
    Tally.objects.update(last_at=F("last_at") - timedelta(seconds=1))

    assert [caller.log_in().status_code for _ in range(2)] == [200, 200]
    assert not Tally.objects.exists()


def test_a_guesser_elsewhere_does_not_lock_out_the_owner(caller, ann):
    def log_in_from(address, password):
        body = {"email": "ann@example.com", "password": password}
        return caller.client.post("/api/v1/auth/login/", body, "application/json", REMOTE_ADDR=address).status_code

    log_in_from("192.0.2.1", PASSWORD)
    guesses = [log_in_from(f"198.51.100.{n}", "wrong") for n in range(12)]

    assert guesses == [401] * 10 + [429] * 2
    assert log_in_from("192.0.2.1", PASSWORD) == 200


def test_an_unknown_address_waits_like_a_known_one(caller, ann):
    answers = {
        email: [caller.log_in(email, "wrong").status_code for _ in range(11)]
        for email in ("ann@example.com", "nobody@example.com")
    }

    assert answers["ann@example.com"] == answers["nobody@example.com"] == [401] * 10 + [429]


@pytest.mark.parametrize("path", ["auth/otp/", "auth/password/forgot/", "auth/verify-email/resend/"])
@pytest.mark.parametrize("email", ["ann@example.com", "nobody@example.com"])
def test_an_address_gets_five_mails_of_a_kind_an_hour(caller, ann, path, email):
    answers = [caller.post(path, {"email": email}).status_code for _ in range(6)]
    Tally.objects.update(started_at=F("started_at") - timedelta(hours=1))

    assert answers == [202] * 5 + [429]
    assert caller.post(path, {"email": email}).status_code == 202


def test_the_counts_stay_when_the_cache_is_emptied(caller, ann):
    for _ in range(10):
        caller.log_in(password="wrong")
    cache.clear()

    assert caller.log_in().status_code == 429


def test_a_scale_of_zero_turns_every_limit_off(caller, ann, settings):
    settings.RATE_LIMIT_SCALE = 0

    assert [caller.log_in(password="wrong").status_code for _ in range(40)] == [401] * 40


def test_too_many_log_ins_at_once_are_told_to_come_back(caller, ann, monkeypatch):
    """One is hashed and two wait; a fourth would take the thread that serves everybody else."""
    hashing, release = Event(), Event()

    def slowly(*_: Any) -> bool:
        hashing.set()
        return release.wait(10)

    monkeypatch.setattr(passwords, "check_password", slowly)
    crowd = [Thread(target=passwords.matches, args=("x", None)) for _ in range(3)]
    for one in crowd:
        one.start()
    hashing.wait(10)
    while passwords.queue.present < 3:
        time.sleep(0.001)
    answer = caller.log_in()
    release.set()
    for one in crowd:
        one.join()

    assert (answer.status_code, answer["Retry-After"]) == (429, "1")


def test_no_secret_is_left_anywhere(caller, ann, mailbox, printed_so_far):
    """Not in a log line, an event, a queue row, an outgoing mail, or a table."""
    caller.log_in()
    caller.log_in(password="a wrong password")
    caller.post("auth/verify-email/", {"key": "a wrong key"})
    caller.post("auth/otp/", {"email": ann.email})
    code = mailbox.code()
    caller.post("auth/password/forgot/", {"email": ann.email})
    queued = [row.task for row in OrmQ.objects.all()]
    key = mailbox.key()
    kept = (Proof, LoginSession, RefreshToken, OutgoingMail, OutboxEvent, Tally)
    rows, logged = repr([list(model.objects.values()) for model in kept]), printed_so_far()

    assert "auth/login/" in logged
    assert "identity.mail_reset" in repr(queued)
    secrets = [PASSWORD, "a wrong password", caller.access, caller.refresh, key, code, "a wrong key"]
    assert [secret for secret in secrets if secret in logged + rows + repr(queued)] == []


def test_a_revoked_session_is_forgotten_by_the_cache_and_not_by_the_database(customer, monkeypatch):
    """Without Valkey nobody is refused who should be let in, and nothing breaks."""

    monkeypatch.setattr(valkey, "_rest_until", 0.0)
    monkeypatch.setattr(valkey, "client", lambda: Redis(port=1))
    revocations.announce([uuid7()])

    assert customer.get("auth/me/").status_code == 200


def test_a_principal_survives_the_journey_through_a_token():
    principal = Principal(uuid7(), Role.SELLER, uuid7())

    assert tokens.read(tokens.issue(principal)) == principal
