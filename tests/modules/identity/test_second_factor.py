"""The second factor is asked for at every way in, before anything is spent, and none of its codes works twice."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.doubles.oidc import CLIENT_ID, CLIENT_SECRET, Provider
from tests.factories.callers import Caller

pytestmark = pytest.mark.django_db


def totp(secret: str, *, later: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time() + later) // 30)))


class Protected(Caller):
    """Somebody with a second factor."""

    secret: str
    recovery_codes: list[str]


@pytest.fixture
def protected(ann):
    caller = Protected()
    caller.log_in()
    caller.secret = caller.post("auth/mfa/totp/").json()["secret"]
    answer = caller.post("auth/mfa/totp/confirm/", {"code": totp(caller.secret)})
    caller.recovery_codes = answer.json()["recovery_codes"]
    return caller


def test_an_authenticator_gets_a_secret_and_an_address_for_its_qr_code(customer):
    answer = customer.post("auth/mfa/totp/").json()

    assert parse_qs(urlsplit(answer["uri"]).query)["secret"] == [answer["secret"]]
    assert answer["uri"].startswith("otpauth://totp/")


def test_until_a_code_is_confirmed_nothing_is_asked_for(customer):
    customer.post("auth/mfa/totp/")
    wrong = customer.post("auth/mfa/totp/confirm/", {"code": "000000"})

    assert (wrong.status_code, wrong.json()["code"]) == (401, "invalid_otp")
    assert Caller().log_in().status_code == 200


def test_a_log_in_needs_both_factors(protected):
    caller = Caller()
    answers = [
        caller.log_in(),
        caller.log_in(otp="000000"),
        caller.log_in(password="wrong", otp=totp(protected.secret)),
        caller.log_in(otp=totp(protected.secret)),
    ]

    codes = [answer.json().get("code") for answer in answers]
    assert codes == ["otp_required", "invalid_otp", "invalid_credentials", None]


def test_a_code_of_the_authenticator_works_once(protected):
    code = totp(protected.secret)

    assert [Caller().log_in(otp=code).status_code for _ in range(2)] == [200, 401]


def test_the_code_before_a_used_one_is_worth_nothing(protected):
    used, before = totp(protected.secret), totp(protected.secret, later=-30)

    assert [Caller().log_in(otp=code).status_code for code in (used, before)] == [200, 401]


def test_the_next_code_works(protected):
    Caller().log_in(otp=totp(protected.secret))

    assert Caller().log_in(otp=totp(protected.secret, later=30)).status_code == 200


def test_a_recovery_code_works_once(protected):
    code = protected.recovery_codes[0]

    assert [Caller().log_in(otp=code).status_code for _ in range(2)] == [200, 401]


def test_a_mailed_code_is_not_spent_while_the_second_factor_is_missing(protected, mailbox):
    protected.post("auth/otp/", {"email": "ann@example.com"})
    proof = {"email": "ann@example.com", "code": mailbox.code()}

    missing = [Caller().post("auth/otp-login/", proof).json()["code"] for _ in range(6)]
    complete = Caller().post("auth/otp-login/", proof | {"otp": totp(protected.secret)})

    assert missing == ["otp_required"] * 6
    assert complete.status_code == 200


def test_a_second_factor_is_guessed_at_most_five_times_with_one_mailed_code(protected, mailbox):
    protected.post("auth/otp/", {"email": "ann@example.com"})
    proof = {"email": "ann@example.com", "code": mailbox.code()}
    guesses = [Caller().post("auth/otp-login/", proof | {"otp": "000000"}).json()["code"] for _ in range(5)]

    assert guesses == ["invalid_otp"] * 5
    assert Caller().post("auth/otp-login/", proof | {"otp": totp(protected.secret)}).json()["code"] == "invalid_code"


def test_google_and_its_codes_ask_for_the_second_factor_too(protected, settings):
    provider = Provider()
    settings.GOOGLE_ISSUER, settings.GOOGLE_CLIENT_ID = provider.issuer, CLIENT_ID
    settings.GOOGLE_CLIENT_SECRET, settings.PUBLIC_URL = CLIENT_SECRET, "http://testserver"
    caller = Caller()
    by_token = caller.post("auth/google/", {"id_token": provider.id_token()})
    arrival = caller.client.get(provider.sign_in(caller.get("auth/google/")["Location"]))
    code = parse_qs(urlsplit(arrival["Location"]).query)["code"][0]
    without = caller.post("auth/google/", {"code": code})
    complete = caller.post("auth/google/", {"code": code, "otp": totp(protected.secret)})
    provider.stop()

    assert [by_token.json()["code"], without.json()["code"]] == ["otp_required", "otp_required"]
    assert complete.status_code == 200


def test_enrolling_ends_the_other_sessions_and_is_done_once(ann):
    stranger, caller = Caller(), Caller()
    stranger.log_in()
    caller.log_in()
    secret = caller.post("auth/mfa/totp/").json()["secret"]
    caller.post("auth/mfa/totp/confirm/", {"code": totp(secret)})

    assert stranger.post("auth/refresh/", {"refresh": stranger.refresh}).status_code == 401
    assert caller.post("auth/mfa/totp/").json()["code"] == "totp_enrolled"


def test_it_is_removed_by_one_of_its_codes_alone(protected):
    wrong = protected.delete("auth/mfa/totp/", {"code": "000000"})
    right = protected.delete("auth/mfa/totp/", {"code": totp(protected.secret)})
    again = protected.delete("auth/mfa/totp/", {"code": totp(protected.secret)})

    assert [wrong.status_code, right.status_code, again.json()["code"]] == [401, 204, "totp_not_enrolled"]
    assert Caller().log_in().status_code == 200


def test_the_secret_is_encrypted_in_the_database(protected):
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]

    assert protected.secret not in kept


def test_the_owner_is_told_when_it_comes_and_when_it_goes(mailbox, protected):
    protected.delete("auth/mfa/totp/", {"code": protected.recovery_codes[0]})

    assert mailbox.subjects("ann@example.com") == ["Your second factor is on", "Your second factor was removed"]
