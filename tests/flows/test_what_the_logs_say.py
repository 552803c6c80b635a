"""What the processes print while people sign up, sign in, prove things and fail: never a secret."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache

from src.modules.identity.services import sessions
from src.platform.events.models import OutboxEvent
from src.platform.mail.models import OutgoingMail
from tests.doubles.oidc import CLIENT_ID, CLIENT_SECRET, Provider
from tests.factories.callers import PASSWORD, Caller
from tests.factories.mailbox import Mailbox

pytestmark = pytest.mark.django_db

EMAIL = "ann@example.com"
OTHER = "another good password"


@pytest.fixture
def google(settings):
    provider = Provider()
    settings.GOOGLE_ISSUER, settings.GOOGLE_CLIENT_ID = provider.issuer, CLIENT_ID
    settings.GOOGLE_CLIENT_SECRET = CLIENT_SECRET
    yield provider
    provider.stop()


@pytest.fixture
def mailbox(settings, tmp_path):
    cache.clear()
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.EMAIL_BACKEND = "src.platform.mail.files.EmlFileBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    return Mailbox()


def by_mail(caller, mailbox):
    """Signs up, loses the password, signs in by code; the secrets that this took."""
    caller.post("auth/signup/", {"email": EMAIL, "password": PASSWORD})
    proof = mailbox.key()
    caller.post("auth/verify-email/", {"key": proof})
    caller.post("auth/password/forgot/", {"email": EMAIL})
    reset = mailbox.key()
    caller.post("auth/password/reset/", {"key": reset, "password": OTHER})
    caller.post("auth/otp/", {"email": EMAIL})
    code = mailbox.code()
    assert caller.keep(caller.post("auth/otp-login/", {"email": EMAIL, "code": code})).status_code == 200
    return [proof, reset, code]


def by_authenticator(caller):
    """Sets up a second factor and uses it, with a wrong code first; the secrets that this took."""
    secret = caller.post("auth/mfa/totp/").json()["secret"]
    code = str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    recovery = caller.post("auth/mfa/totp/confirm/", {"code": code}).json()["recovery_codes"]
    caller.log_in(EMAIL, OTHER, otp="wrong-otp-code")
    assert caller.log_in(EMAIL, OTHER, otp=recovery[0]).status_code == 200
    return [secret, code, *recovery, "wrong-otp-code"]


def by_google(caller, google):
    """There and back, and with tokens; the secrets that this took."""
    google.person["email"] = "bob@example.com"
    token, access = google.id_token(), google.access_token()
    back = google.sign_in(caller.get("auth/google/")["Location"])
    caller.client.get(back)
    assert caller.keep(caller.post("auth/google/", {"id_token": token})).status_code == 200
    caller.post("auth/google/", {"access_token": access})
    return [token, access, CLIENT_SECRET, *re.findall(r"(?:code|state)=([^&]+)", back)]


def test_no_line_event_or_mail_in_waiting_holds_a_secret(mailbox, google, monkeypatch, printed_so_far):
    caller = Caller()
    secrets = [PASSWORD, OTHER, *by_mail(caller, mailbox), *by_authenticator(caller), *by_google(caller, google)]
    renewed = caller.post("auth/refresh/", {"refresh": caller.refresh}).json()
    secrets += [caller.access, caller.refresh, *renewed.values()]
    caller.post("auth/login/", {"email": EMAIL, "password": "a mistyped password", "unknown": True})
    monkeypatch.setattr(sessions, "_next_tokens", lambda _: 1 / 0)
    caller.client.raise_request_exception = False
    crashed = caller.post("auth/refresh/", {"refresh": renewed["refresh"]})

    printed = printed_so_far()
    kept = repr([*OutboxEvent.objects.values(), *OutgoingMail.objects.values()])
    assert (crashed.status_code, "ZeroDivisionError" in printed, "auth/otp-login/" in printed) == (500, True, True)
    assert [one for one in [*secrets, "a mistyped password"] if one in printed + kept] == []
