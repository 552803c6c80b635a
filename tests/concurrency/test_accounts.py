"""What only holds if the database makes it hold: tokens, codes and tries that are used at the same moment."""

import time
from collections import Counter
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache

from src.modules.identity import public as identity
from src.modules.identity.models import User
from src.platform.auth import passwords
from src.platform.auth.roles import Role
from tests.doubles.oidc import CLIENT_ID, CLIENT_SECRET, Provider
from tests.factories.callers import PASSWORD, Caller
from tests.factories.crowd import all_at_once
from tests.factories.mailbox import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick_and_unlimited(settings):
    cache.clear()
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 1.0
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, (10_000, 60))


@pytest.fixture
def ann():
    return identity.enrol(email="ann@example.com", password=PASSWORD)


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "src.platform.mail.files.EmlFileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return Mailbox()


def results(answers) -> Counter:
    return Counter(answer.json().get("code", answer.status_code) for answer in answers)


def test_of_eight_parallel_refreshes_one_wins_and_stays_signed_in(ann):
    caller = Caller()
    caller.log_in()

    answers = all_at_once(lambda _: Caller().post("auth/refresh/", {"refresh": caller.refresh}), count=8)

    assert results(answers) == {200: 1, "refresh_superseded": 7}
    (winner,) = [answer for answer in answers if answer.status_code == 200]
    assert Caller().post("auth/refresh/", {"refresh": winner.json()["refresh"]}).status_code == 200


def test_without_grace_parallel_refreshes_end_the_session(ann, settings):
    settings.REFRESH_REUSE_GRACE = timedelta(0)
    caller = Caller()
    caller.log_in()

    answers = all_at_once(lambda _: Caller().post("auth/refresh/", {"refresh": caller.refresh}), count=2)

    (winner,) = [answer for answer in answers if answer.status_code == 200]
    assert results(answers) == {200: 1, "invalid_refresh": 1}
    assert Caller().post("auth/refresh/", {"refresh": winner.json()["refresh"]}).status_code == 401


def test_parallel_guesses_are_all_counted(ann, settings, monkeypatch):
    settings.FREE_LOGIN_FAILURES = 5
    monkeypatch.setattr(passwords, "ROOM", 100)

    answers = all_at_once(lambda _: Caller().log_in(password="wrong"), count=16)

    assert results(answers) == {"invalid_credentials": 5, "rate_limited": 11}


def test_a_mailed_code_signs_in_one_of_many(ann, mailbox):
    Caller().post("auth/otp/", {"email": "ann@example.com"})
    proof = {"email": "ann@example.com", "code": mailbox.code()}

    answers = all_at_once(lambda _: Caller().post("auth/otp-login/", proof), count=5)

    assert results(answers) == {200: 1, "invalid_code": 4}


def test_parallel_guesses_at_a_code_are_five(ann, mailbox):
    Caller().post("auth/otp/", {"email": "ann@example.com"})
    code = mailbox.code()
    proofs = [{"email": "ann@example.com", "code": f"{(int(code) + n) % 1_000_000:06}"} for n in range(1, 9)]
    all_at_once(lambda n: Caller().post("auth/otp-login/", proofs[n]), count=8)

    assert Caller().post("auth/otp-login/", {"email": "ann@example.com", "code": code}).status_code == 401


def test_a_reset_key_sets_one_password(ann, mailbox):
    Caller().post("auth/password/forgot/", {"email": "ann@example.com"})
    key = mailbox.key()

    answers = all_at_once(
        lambda n: Caller().post("auth/password/reset/", {"key": key, "password": f"another good one {n}"}), count=3
    )

    assert results(answers) == {200: 1, "invalid_key": 2}


@pytest.mark.parametrize("kind", ["authenticator", "recovery"])
def test_a_code_of_the_second_factor_signs_in_one_of_many(ann, kind):
    caller = Caller()
    caller.log_in()
    secret = caller.post("auth/mfa/totp/").json()["secret"]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    recovery = caller.post("auth/mfa/totp/confirm/", {"code": code}).json()["recovery_codes"][0]
    otp = code if kind == "authenticator" else recovery

    answers = all_at_once(lambda _: Caller().log_in(otp=otp), count=3)

    assert results(answers) == {200: 1, "invalid_otp": 2}


def test_two_admins_who_retire_each_other_at_once_leave_one(ann):
    people = [f"root-{n}@example.com" for n in range(2)]
    ids = [identity.enrol(email=email, password=PASSWORD, role=Role.ADMIN) for email in people]
    callers = [Caller(), Caller()]
    for caller, email in zip(callers, people, strict=True):
        caller.log_in(email, door="auth/admin/login/")

    answers = all_at_once(lambda n: callers[n].patch(f"users/{ids[1 - n]}/", {"role": "customer"}), count=2)

    assert results(answers) == {200: 1, "last_admin": 1}
    assert User.objects.filter(role=Role.ADMIN, is_active=True).count() == 1


def test_parallel_first_log_ins_with_google_make_one_account(settings, transactional_db):
    google = Provider()
    settings.GOOGLE_ISSUER, settings.GOOGLE_CLIENT_ID = google.issuer, CLIENT_ID
    settings.GOOGLE_CLIENT_SECRET = CLIENT_SECRET
    token = google.id_token()

    answers = all_at_once(lambda _: Caller().post("auth/google/", {"id_token": token}), count=4)
    google.stop()

    assert (results(answers), User.objects.count()) == ({200: 4}, 1)


def test_parallel_sign_ups_make_one_account_and_get_one_answer(transactional_db, mailbox):
    body = {"email": "ann@example.com", "password": PASSWORD}

    answers = all_at_once(lambda _: Caller().post("auth/signup/", body), count=3)

    assert {answer.content for answer in answers} == {answers[0].content}
    assert (answers[0].status_code, User.objects.count()) == (201, 1)
    assert sorted(mailbox.subjects("ann@example.com")) == [
        "Confirm your e-mail address", "You have an account already", "You have an account already",
    ]  # fmt: skip
