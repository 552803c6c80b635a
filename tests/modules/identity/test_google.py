"""Signing in with Google: which tokens are believed, and whose account opens."""

import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from src.modules.identity.models import User
from src.platform.auth.oidc import FETCHES
from tests.doubles.oidc import CLIENT_ID, CLIENT_SECRET, Provider
from tests.factories.callers import PASSWORD, Caller

pytestmark = pytest.mark.django_db

STRANGERS_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def google(settings):
    provider = Provider()
    settings.GOOGLE_ISSUER, settings.GOOGLE_CLIENT_ID = provider.issuer, CLIENT_ID
    settings.GOOGLE_CLIENT_SECRET = CLIENT_SECRET
    settings.PUBLIC_URL, settings.FRONTEND_URL = "http://testserver", "https://shop.example"
    yield provider
    provider.stop()


def test_a_new_person_gets_an_account(caller, google):
    answer = caller.post("auth/google/", {"id_token": google.id_token()})

    assert answer.status_code == 200
    assert answer.json()["user"]["email"] == "ann@example.com"
    assert answer.json()["user"]["email_verified"] is True


def test_the_same_person_is_known_again_even_by_another_address(caller, google):
    first = caller.post("auth/google/", {"id_token": google.id_token()}).json()["user"]["id"]
    second = caller.post("auth/google/", {"id_token": google.id_token(email="new@example.com")}).json()["user"]["id"]

    assert (first == second, User.objects.count()) == (True, 1)


def test_an_access_token_made_for_us_signs_in_and_one_made_for_others_does_not(caller, google):
    ours = caller.post("auth/google/", {"access_token": google.access_token()})
    theirs = caller.post("auth/google/", {"access_token": google.access_token(aud="another-client")})
    unknown = caller.post("auth/google/", {"access_token": "nobody's"})

    assert [ours.status_code, theirs.status_code, unknown.status_code] == [200, 401, 401]


def test_an_address_that_the_provider_has_not_verified_takes_over_nothing(caller, google, ann):
    answer = caller.post("auth/google/", {"id_token": google.id_token(email_verified=False)})

    assert (answer.status_code, answer.json()["code"]) == (403, "email_not_verified")


def test_the_owner_by_google_takes_an_unverified_account_and_its_password_is_gone(caller, google, enrol):
    enrol(verified=False, password="the attacker's own")

    answer = caller.post("auth/google/", {"id_token": google.id_token()})

    assert answer.json()["user"]["email_verified"] is True
    assert Caller().log_in(password="the attacker's own").status_code == 401


def test_a_closed_account_stays_closed(caller, google, ann):
    User.objects.update(is_active=False)

    assert caller.post("auth/google/", {"id_token": google.id_token()}).status_code == 401


def forgeries(google):
    public = google.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    now = int(time.time())
    claims = {"iss": google.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, **google.person}
    confused = jwt.encode({}, "x" * 32).split(".")[0]
    return {
        "no token": "x",
        "three empty parts": "..",
        "not text": "\ud800",
        "not JSON": "e30.e30.e30",
        "of a stranger's key": google.id_token(key=STRANGERS_KEY),
        "of an unknown key": google.id_token(headers={"kid": "two"}),
        "of a key without a name": google.id_token(headers={"kid": ""}),
        "unsigned": jwt.encode(claims, "", "none", headers={"kid": "one"}),
        "signed with the public key": f"{confused}.{google.id_token().split('.')[1]}.{public.hex()}",
        "expired": google.id_token(exp=now - 60),
        "for another audience": google.id_token(aud="another-client"),
        "for another audience beside us": google.id_token(aud=["another-client", CLIENT_ID], azp="another-client"),
        "of another issuer": google.id_token(iss="https://evil.example"),
        "about nobody": google.id_token(sub=None),
        "about a number": google.id_token(email=7),
        "without expiry": google.id_token(exp=None),
    }


def test_no_forged_token_is_believed_and_none_breaks_anything(caller, google, ann):
    answers = {
        name: caller.post("auth/google/", {"id_token": token}).status_code for name, token in forgeries(google).items()
    }

    assert answers == {name: 422 if name == "not text" else 401 for name in answers}


def test_the_keys_are_fetched_once(caller, google):
    answers = [caller.post("auth/google/", {"id_token": google.id_token()}).status_code for _ in range(3)]

    assert answers == [200] * 3
    assert (google.asked["/keys"], google.asked["/.well-known/openid-configuration"]) == (1, 1)


def test_a_new_key_of_the_provider_is_known_at_once(caller, google):
    caller.post("auth/google/", {"id_token": google.id_token()})
    google.rotate("two")

    answer = caller.post("auth/google/", {"id_token": google.id_token()})

    assert (answer.status_code, google.asked["/keys"]) == (200, 2)


def test_forged_keys_do_not_make_us_ask_all_the_time(caller, google):
    for number in range(12):
        caller.post("auth/google/", {"id_token": google.id_token(headers={"kid": f"forged-{number}"})})

    assert google.asked["/keys"] == FETCHES
    assert caller.post("auth/google/", {"id_token": google.id_token()}).status_code == 200


@pytest.mark.parametrize("body", [{}, {"id_token": "a", "access_token": "b"}, {"id_token": 7}, {"token": "a"}])
def test_exactly_one_proof_is_taken(caller, google, body):
    assert caller.post("auth/google/", body).status_code == 422


def test_the_browser_goes_there_and_back_and_its_code_signs_in_once(caller, google):
    departure = caller.get("auth/google/")
    arrival = caller.client.get(google.sign_in(departure["Location"]))
    code = parse_qs(urlsplit(arrival["Location"]).query)["code"][0]
    answers = [caller.post("auth/google/", {"code": code}) for _ in range(2)]

    asked = parse_qs(urlsplit(departure["Location"]).query)
    assert (departure.status_code, arrival.status_code) == (302, 302)
    assert arrival["Location"].startswith("https://shop.example")
    assert (asked["code_challenge_method"], asked["response_type"]) == (["S256"], ["code"])
    assert [answer.status_code for answer in answers] == [200, 401]


def test_a_browser_that_did_not_leave_cannot_come_back(caller, google):
    address = google.sign_in(caller.get("auth/google/")["Location"])

    answer = Caller().client.get(address)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_state")


def test_a_changed_state_is_refused(caller, google):
    address = google.sign_in(caller.get("auth/google/")["Location"])

    answer = caller.client.get(f"{address.split('state=')[0]}state=another")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_state")


def test_a_code_of_another_journey_is_refused(caller, google):
    """What PKCE is for: a code that somebody else got at the provider does not fit this browser's verifier."""
    stolen = parse_qs(urlsplit(google.sign_in(Caller().get("auth/google/")["Location"])).query)["code"][0]
    own = google.sign_in(caller.get("auth/google/")["Location"])
    own_code = parse_qs(urlsplit(own).query)["code"][0]

    assert caller.client.get(own.replace(own_code, stolen)).status_code == 401


def test_who_declines_at_the_provider_is_sent_on_with_the_reason(caller, google):
    state = parse_qs(urlsplit(caller.get("auth/google/")["Location"]).query)["state"][0]

    answer = caller.get(f"auth/google/callback/?error=access_denied&state={state}")

    assert answer["Location"] == "https://shop.example/?error=access_denied"


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("POST", {"id_token": "x"}), ("POST", {"code": "x"})])
def test_without_a_registration_the_provider_is_not_there(caller, settings, method, body):
    settings.GOOGLE_CLIENT_ID = ""

    answer = caller(method, "auth/google/", body)

    assert (answer.status_code, answer.json()["code"]) == (503, "provider_not_configured")


def test_a_provider_that_does_not_answer_is_no_error_of_ours(caller, google):
    token = google.id_token()
    google.stop()

    answer = caller.post("auth/google/", {"id_token": token})

    assert (answer.status_code, answer.json()["code"]) == (503, "provider_unavailable")
    assert caller.log_in(password=PASSWORD).status_code == 401
