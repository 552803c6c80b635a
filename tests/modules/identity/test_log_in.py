"""Signing in with a password, staying signed in, signing out."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models import F

from src.modules.identity.models import RefreshToken, User
from src.platform.auth.principal import Role
from src.platform.auth.tokens import read
from tests.factories.callers import PASSWORD, Caller

pytestmark = pytest.mark.django_db


def test_a_log_in_gives_tokens_and_says_who_it_is(caller, ann):
    answer = caller.log_in("ANN@example.com")

    assert answer.status_code == 200
    assert answer.json()["user"] == {
        "id": str(ann.pk), "email": "ann@example.com", "email_verified": True, "name": "", "phone": "",
        "role": "customer", "date_joined": answer.json()["user"]["date_joined"],
    }  # fmt: skip
    assert caller.get("auth/me/").json()["id"] == str(ann.pk)


@pytest.mark.parametrize(
    ("email", "password"),
    [("ann@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("gone@example.com", PASSWORD)],
)
def test_whatever_is_wrong_the_answer_is_the_same(caller, ann, enrol, email, password):
    User.objects.filter(pk=enrol("gone@example.com").pk).update(is_active=False)

    answer = caller.log_in(email, password)

    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_credentials")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_only_who_knows_the_password_hears_that_the_address_is_not_verified(caller, enrol):
    enrol(verified=False)

    answers = [caller.log_in(password=password).json()["code"] for password in ("wrong", PASSWORD)]

    assert answers == ["invalid_credentials", "email_not_verified"]


def test_the_customers_door_makes_no_admins(caller, enrol):
    enrol(role=Role.ADMIN)

    by_the_wrong_door = caller.log_in().json()["access"]
    by_the_right_door = caller.log_in(door="auth/admin/login/").json()["access"]

    roles = [getattr(read(token), "role", None) for token in (by_the_wrong_door, by_the_right_door)]
    assert roles == [Role.CUSTOMER, Role.ADMIN]


def test_the_admins_door_is_closed_to_others(caller, ann):
    assert caller.log_in(door="auth/admin/login/").status_code == 403


def test_a_refresh_gives_the_next_pair(customer):
    answer = customer.keep(customer.post("auth/refresh/", {"refresh": customer.refresh}))

    assert set(answer.json()) == {"access", "refresh"}
    assert customer.get("auth/me/").status_code == 200


def test_a_token_shown_twice_at_once_leaves_the_winner_signed_in(customer):
    first = customer.refresh
    customer.keep(customer.post("auth/refresh/", {"refresh": first}))

    again = customer.post("auth/refresh/", {"refresh": first})

    assert (again.status_code, again.json()["code"]) == (401, "refresh_superseded")
    assert customer.post("auth/refresh/", {"refresh": customer.refresh}).status_code == 200


def test_a_token_shown_later_ends_the_whole_session(customer):
    first = customer.refresh
    customer.keep(customer.post("auth/refresh/", {"refresh": first}))
    RefreshToken.objects.exclude(used_at=None).update(used_at=F("used_at") - timedelta(seconds=11))

    again = customer.post("auth/refresh/", {"refresh": first})
    winner = customer.post("auth/refresh/", {"refresh": customer.refresh})

    assert (again.status_code, again.json()["code"]) == (401, "invalid_refresh")
    assert (winner.status_code, winner.json()["code"]) == (401, "invalid_refresh")


def test_signing_out_ends_refresh_and_access(customer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = customer.post("auth/logout/", {"refresh": customer.refresh})

    assert answer.status_code == 204
    assert Caller().post("auth/refresh/", {"refresh": customer.refresh}).json()["code"] == "invalid_refresh"
    assert customer.get("auth/me/").status_code == 401


def test_createsuperuser_makes_an_admin_who_can_sign_in(caller, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", "root@example.com")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)

    call_command("createsuperuser", "--noinput", verbosity=0)

    assert caller.log_in("root@example.com", door="auth/admin/login/").json()["user"]["role"] == "admin"


def test_a_profile_changes_by_name_and_phone_alone(customer):
    changed = customer.patch("auth/me/", {"name": "Ann", "phone": "+49 30 1234567"})
    refused = customer.patch("auth/me/", {"role": "admin"})

    assert (changed.json()["name"], changed.json()["phone"]) == ("Ann", "+49 30 1234567")
    assert refused.status_code == 422
