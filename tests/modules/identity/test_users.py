"""Admins look after accounts."""

import pytest
from django.test import RequestFactory

from src.modules.identity.models import User
from src.platform.auth.bearer import merchant
from src.platform.auth.roles import Role
from src.platform.errors import Forbidden
from tests.factories.callers import PASSWORD, Caller

pytestmark = pytest.mark.django_db


def test_an_admin_makes_an_account_that_can_be_used_at_once(admin):
    made = admin.post("users/", {"email": "bob@example.com", "password": PASSWORD, "role": "seller", "name": "Bob"})
    again = admin.post("users/", {"email": "BOB@example.com"})

    assert made.status_code == 201
    assert {name: made.json()[name] for name in ("role", "is_active", "seller_approved", "email_verified")} == {
        "role": "seller", "is_active": True, "seller_approved": True, "email_verified": True,
    }  # fmt: skip
    assert (again.status_code, again.json()["code"]) == (409, "email_taken")
    assert Caller().log_in("bob@example.com").status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?search=BOB", ["bob@example.com"]),
        ("?search=mugs", ["ann@example.com"]),
        ("?role=admin", ["root@example.com"]),
        ("?role=seller&search=bob", []),
        ("", ["bob@example.com", "ann@example.com", "root@example.com"]),
    ],
)
def test_accounts_are_searched_by_words_and_role(admin, enrol, query, found):
    enrol(role=Role.SELLER, shop_name="Ann's Mugs")
    enrol("bob@example.com")

    assert [one["email"] for one in admin.get(f"users/{query}").json()["results"]] == found


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_two_statements_however_long(admin, enrol, count, django_assert_num_queries):
    for number in range(count):
        enrol(f"person-{number}@example.com")

    with django_assert_num_queries(2):
        admin.get("users/")


def test_an_unknown_role_is_no_filter(admin):
    assert admin.get("users/?role=king").status_code == 422


@pytest.mark.parametrize("changes", [{"role": "seller"}, {"is_active": False}, {"role": "admin"}])
def test_who_may_do_something_else_is_signed_out(admin, customer, ann, changes, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        changed = admin.patch(f"users/{ann.pk}/", changes)

    assert {name: changed.json()[name] for name in changes} == changes
    assert customer.post("auth/refresh/", {"refresh": customer.refresh}).json()["code"] == "invalid_refresh"
    assert customer.get("auth/me/").status_code == 401


def test_an_approved_seller_need_not_sign_in_again(admin, enrol):
    bob = enrol("bob@example.com", role=Role.SELLER)
    User.objects.filter(pk=bob.pk).update(seller_approved=False)
    caller = Caller()
    caller.log_in("bob@example.com")
    before = role_of(caller)
    admin.patch(f"users/{bob.pk}/", {"seller_approved": True})

    assert (before, role_of(caller)) == (None, Role.SELLER)


def role_of(caller):
    """As what a merchants' call takes the caller; None if it refuses."""
    try:
        principal = merchant.authenticate(RequestFactory().get("/"), caller.access)
    except Forbidden:
        return None
    return principal.role if principal else None


def test_only_a_seller_is_approved(admin, ann):
    answer = admin.patch(f"users/{ann.pk}/", {"seller_approved": True})

    assert (answer.status_code, answer.json()["code"]) == (409, "not_a_seller")


@pytest.mark.parametrize("change", [{"role": "customer"}, {"is_active": False}])
def test_the_last_admin_stays(admin, change):
    root = User.objects.get(role=Role.ADMIN)

    answers = [admin.patch(f"users/{root.pk}/", change), admin.delete(f"users/{root.pk}/"), admin.delete("auth/me/")]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "last_admin")] * 3
    assert User.objects.get(pk=root.pk).is_staff


def test_an_admin_beside_another_may_go(admin, enrol):
    second = enrol("second@example.com", role=Role.ADMIN)

    assert admin.patch(f"users/{second.pk}/", {"role": "customer"}).status_code == 200


def test_a_deleted_person_is_forgotten(admin, ann):
    deleted = admin.delete(f"users/{ann.pk}/")

    assert [deleted.status_code, admin.get(f"users/{ann.pk}/").status_code] == [204, 404]
    assert not User.objects.filter(email="ann@example.com").exists()


@pytest.mark.parametrize("path", ["users/", "users/01890000-0000-7000-8000-000000000000/"])
def test_nobody_else_may_see_accounts(customer, enrol, path):
    enrol("root@example.com", role=Role.ADMIN)
    by_the_wrong_door = Caller()
    by_the_wrong_door.log_in("root@example.com")

    assert [caller.get(path).status_code for caller in (Caller(), customer, by_the_wrong_door)] == [401, 403, 403]


@pytest.mark.parametrize("user", ["1", "x", "01890000-0000-7000-8000-000000000000"])
def test_an_account_that_is_not_there_is_not_found(admin, user):
    assert admin.get(f"users/{user}/").status_code == 404
