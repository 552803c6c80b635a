"""Signing up, and proving that an address is one's own."""

from datetime import timedelta

import pytest
from django.db.models import F

from src.modules.identity.models import LoginSession, Proof, User
from tests.factories.callers import PASSWORD, Caller
from tests.factories.mailbox import text_of

pytestmark = pytest.mark.django_db

ANN = {"email": "ann@example.com", "password": PASSWORD}


def test_a_new_person_proves_the_address_and_signs_in(caller, mailbox):
    signed_up = caller.post("auth/signup/", ANN | {"name": "Ann"})
    too_early = caller.log_in()
    verified = caller.post("auth/verify-email/", {"key": mailbox.key()})

    assert (signed_up.status_code, signed_up.json()) == (201, {"email": "ann@example.com", "email_verified": False})
    assert (too_early.status_code, too_early.json()["code"]) == (403, "email_not_verified")
    assert (verified.status_code, verified.json()["email_verified"]) == (200, True)
    assert caller.log_in().status_code == 200


def test_a_key_is_good_once(caller, mailbox):
    caller.post("auth/signup/", ANN)
    key = mailbox.key()

    answers = [caller.post("auth/verify-email/", {"key": key}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 400]
    assert answers[1].json()["code"] == "invalid_key"


@pytest.mark.parametrize("key", ["x", "a" * 64, "é", "a" * 63, "a" * 512, "../../etc"])
def test_a_forged_key_is_refused(caller, key):
    answer = caller.post("auth/verify-email/", {"key": key})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_key")


def test_an_expired_key_is_refused(caller, mailbox):
    caller.post("auth/signup/", ANN)
    key = mailbox.key()
    Proof.objects.update(expires_at=F("expires_at") - timedelta(days=4))

    assert caller.post("auth/verify-email/", {"key": key}).json()["code"] == "invalid_key"


def test_a_key_for_one_thing_is_good_for_nothing_else(caller, mailbox, ann):
    caller.post("auth/password/forgot/", {"email": ann.email})

    assert caller.post("auth/verify-email/", {"key": mailbox.key()}).json()["code"] == "invalid_key"


def test_who_signs_up_with_a_known_address_gets_the_same_answer_and_its_owner_a_mail(caller, mailbox, ann):
    answer = caller.post("auth/signup/", {"email": "Ann@Example.com", "password": "another good one"})

    assert (answer.status_code, answer.json()) == (201, {"email": "Ann@example.com", "email_verified": False})
    assert mailbox.subjects("ann@example.com") == ["You have an account already"]
    assert caller.log_in().status_code == 200


def test_who_set_up_an_account_with_a_strangers_address_loses_it_to_the_owner(caller, mailbox):
    caller.post("auth/signup/", ANN | {"password": "the attacker's own"})
    caller.post("auth/signup/", ANN)

    caller.post("auth/password/reset/", {"key": mailbox.key(), "password": PASSWORD})

    assert caller.log_in(password="the attacker's own").status_code == 401
    assert caller.log_in().status_code == 200


def test_the_verification_mail_can_be_had_again(caller, mailbox):
    caller.post("auth/signup/", ANN)
    mailbox.all()
    answer = caller.post("auth/verify-email/resend/", {"email": "ann@example.com"})

    assert answer.status_code == 202
    assert mailbox.subjects("ann@example.com") == ["Confirm your e-mail address"] * 2
    assert caller.post("auth/verify-email/", {"key": mailbox.key()}).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "ann@example.com"}, "password"),
        ({"password": "1029384756657483"}, "password"),
        ({"email": "no address"}, "email"),
        ({"email": "ann@exa mple.com"}, "email"),
        ({"role": "admin"}, "role"),
        ({"name": "nul\x00"}, "body"),
        ({"is_active": True}, "is_active"),
    ],
)
def test_a_sign_up_that_is_not_acceptable_names_the_field(caller, change, field):
    answer = caller.post("auth/signup/", ANN | change)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field or field == "body"
    assert not User.objects.exists()


def test_a_seller_acts_as_a_customer_until_approved(caller, mailbox, admin):
    caller.post("auth/signup/", ANN | {"role": "seller"})
    caller.post("auth/verify-email/", {"key": mailbox.key()})
    caller.log_in()
    ann = User.objects.get(email="ann@example.com")

    before = ann.acts_as
    approved = admin.patch(f"users/{ann.pk}/", {"seller_approved": True})
    ann.refresh_from_db()

    assert (before, approved.json()["seller_approved"], ann.acts_as) == ("customer", True, "seller")
    assert mailbox.subjects("ann@example.com")[-1] == "You can sell now"


def test_a_forgotten_password_is_replaced_and_everybody_signed_out(caller, mailbox, ann):
    stranger = Caller()
    stranger.log_in()
    caller.post("auth/password/forgot/", {"email": ann.email})
    key = mailbox.key()

    weak = caller.post("auth/password/reset/", {"key": key, "password": "12345678"})
    reset = caller.post("auth/password/reset/", {"key": key, "password": "quite another one"})
    again = caller.post("auth/password/reset/", {"key": key, "password": "and yet another one"})

    assert [weak.status_code, reset.status_code, again.json()["code"]] == [422, 200, "invalid_key"]
    assert stranger.post("auth/refresh/", {"refresh": stranger.refresh}).json()["code"] == "invalid_refresh"
    assert [caller.log_in().status_code, caller.log_in(password="quite another one").status_code] == [401, 200]


def test_a_reset_mail_is_worth_nothing_once_the_address_has_moved(customer, mailbox):
    customer.post("auth/password/forgot/", {"email": "ann@example.com"})
    old_key = mailbox.key()
    customer.post("auth/email/change/", {"password": PASSWORD, "new_email": "new@example.com"})
    customer.post("auth/verify-email/", {"key": mailbox.key("new@example.com")})

    assert customer.post("auth/password/reset/", {"key": old_key, "password": "x" * 20}).json()["code"] == "invalid_key"


def test_a_changed_password_ends_the_other_sessions(customer, ann):
    stranger = Caller()
    stranger.log_in()

    wrong = customer.post("auth/password/change/", {"old_password": "no", "new_password": "quite another one"})
    right = customer.post("auth/password/change/", {"old_password": PASSWORD, "new_password": "quite another one"})

    assert [wrong.status_code, right.status_code] == [403, 200]
    assert stranger.post("auth/refresh/", {"refresh": stranger.refresh}).status_code == 401
    assert customer.post("auth/refresh/", {"refresh": customer.refresh}).status_code == 200


def test_an_address_moves_once_the_new_one_is_proved_and_the_old_one_is_told(customer, mailbox):
    wrong = customer.post("auth/email/change/", {"password": "no", "new_email": "new@example.com"})
    asked = customer.post("auth/email/change/", {"password": PASSWORD, "new_email": "new@example.com"})
    before = customer.get("auth/me/").json()["email"]
    moved = customer.post("auth/verify-email/", {"key": mailbox.key("new@example.com")})

    assert [wrong.status_code, asked.status_code, before] == [403, 202, "ann@example.com"]
    assert moved.json()["email"] == "new@example.com"
    assert "new@example.com" in text_of(mailbox.to("ann@example.com")[-1])


def test_an_address_that_has_an_account_is_not_told_to_who_wants_to_move_there(customer, enrol, mailbox):
    enrol("bob@example.com")

    asked = customer.post("auth/email/change/", {"password": PASSWORD, "new_email": "bob@example.com"})

    assert asked.status_code == 202
    assert mailbox.subjects("bob@example.com") == ["This address has an account"]


def test_an_address_that_was_taken_meanwhile_stays_with_its_owner(customer, enrol, mailbox):
    customer.post("auth/email/change/", {"password": PASSWORD, "new_email": "new@example.com"})
    key = mailbox.key("new@example.com")
    enrol("New@example.com")

    answer = customer.post("auth/verify-email/", {"key": key})

    assert (answer.status_code, answer.json()["code"]) == (409, "email_taken")


def test_a_mailed_code_signs_in_once(caller, mailbox, ann):
    asked = caller.post("auth/otp/", {"email": "ann@example.com"})
    code = mailbox.code()

    answers = [caller.post("auth/otp-login/", {"email": "ANN@example.com", "code": code}) for _ in range(2)]

    assert [asked.status_code, *(answer.status_code for answer in answers)] == [202, 200, 401]
    assert answers[1].json()["code"] == "invalid_code"


def test_a_code_has_five_tries(caller, mailbox, ann):
    caller.post("auth/otp/", {"email": ann.email})
    code = mailbox.code()
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    guesses = [caller.post("auth/otp-login/", {"email": ann.email, "code": wrong}) for _ in range(5)]

    assert [guess.json()["code"] for guess in guesses] == ["invalid_code"] * 5
    assert caller.post("auth/otp-login/", {"email": ann.email, "code": code}).json()["code"] == "invalid_code"


def test_a_code_lives_five_minutes(caller, mailbox, ann):
    caller.post("auth/otp/", {"email": ann.email})
    code = mailbox.code()
    Proof.objects.update(expires_at=F("expires_at") - timedelta(minutes=6))

    assert caller.post("auth/otp-login/", {"email": ann.email, "code": code}).status_code == 401


def test_the_first_proof_of_an_address_drops_what_was_set_up_before_it(caller, mailbox):
    caller.post("auth/signup/", ANN | {"password": "the attacker's own"})
    mailbox.all()
    LoginSession.objects.create(user=User.objects.get())
    caller.post("auth/otp/", {"email": "ann@example.com"})

    answer = caller.post("auth/otp-login/", {"email": "ann@example.com", "code": mailbox.code()})

    assert answer.json()["user"]["email_verified"] is True
    assert caller.log_in(password="the attacker's own").status_code == 401
    assert LoginSession.objects.filter(revoked_at=None).count() == 1


@pytest.mark.parametrize("path", ["auth/otp/", "auth/password/forgot/", "auth/verify-email/resend/"])
def test_nobody_gets_mail_about_an_address_without_account(caller, mailbox, path):
    answer = caller.post(path, {"email": "nobody@example.com"})

    assert answer.status_code == 202
    assert mailbox.all() == []
