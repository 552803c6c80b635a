"""One's own addresses, sessions, data."""

from datetime import timedelta

import pytest
from django.db.models import F

from src.modules.identity import public as identity
from src.modules.identity.contracts import PostalAddress
from src.modules.identity.errors import UnknownAddress
from src.modules.identity.models import Address, LoginSession, User
from src.modules.identity.services import privacy
from src.platform.ids import uuid7
from tests.factories.callers import PASSWORD, Caller

pytestmark = pytest.mark.django_db

HOME = {"full_name": "Ann Example", "line1": "Street 1", "city": "Berlin", "postal_code": "10115", "country": "de"}


def add(caller, **changes):
    return caller.post("auth/me/addresses/", HOME | changes)


def test_an_address_is_kept_as_it_was_written(customer):
    answer = add(customer, line2="Second floor", phone="+49 30 1234567")

    assert (answer.status_code, answer.json()) == (
        201,
        {
            "id": answer.json()["id"], "full_name": "Ann Example", "line1": "Street 1", "line2": "Second floor",
            "city": "Berlin", "region": "", "postal_code": "10115", "country": "DE", "phone": "+49 30 1234567",
            "is_default": True,
        },
    )  # fmt: skip
    assert customer.get(f"auth/me/addresses/{answer.json()['id']}/").json() == answer.json()


def test_null_is_nothing(customer):
    customer.patch("auth/me/", {"phone": "+49 30 1234567"})
    added = add(customer, line2=None, region=None, phone=None)
    cleared = customer.patch("auth/me/", {"phone": ""})

    assert [added.json()[name] for name in ("line2", "region", "phone")] == ["", "", ""]
    assert cleared.json()["phone"] == ""


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"postal_code": "1011"}, ["postal_code"]),
        ({"postal_code": ""}, ["postal_code"]),
        ({"country": "XX"}, ["country"]),
        ({"country": "../"}, ["country"]),
        ({"country": "ZZ"}, ["country"]),
        ({"country": "US", "postal_code": "10001"}, ["region"]),
        ({"country": "US", "region": "Nowhere", "postal_code": "10001"}, ["region"]),
        ({"full_name": " "}, ["full_name"]),
        ({"phone": "none"}, ["phone"]),
        ({"is_default": "yes"}, ["is_default"]),
    ],
)
def test_an_address_that_its_country_does_not_have_names_the_field(customer, changes, fields):
    answer = add(customer, **changes)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == fields


def test_there_is_one_default_and_the_newest_inherits_it(customer):
    first, second = add(customer).json()["id"], add(customer, is_default=True).json()["id"]
    listed = customer.get("auth/me/addresses/").json()
    customer.delete(f"auth/me/addresses/{second}/")
    left = customer.get("auth/me/addresses/").json()

    assert [(one["id"], one["is_default"]) for one in listed["results"]] == [(second, True), (first, False)]
    assert [(one["id"], one["is_default"]) for one in left["results"]] == [(first, True)]


def test_an_address_changes_whole_or_in_part(customer):
    address = add(customer).json()["id"]
    patched = customer.patch(f"auth/me/addresses/{address}/", {"city": "Potsdam", "postal_code": "14467"})
    refused = customer.patch(f"auth/me/addresses/{address}/", {"country": "AT"})
    replaced = customer("PUT", f"auth/me/addresses/{address}/", HOME)

    assert (patched.json()["city"], patched.json()["line1"]) == ("Potsdam", "Street 1")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "postal_code")
    assert (replaced.json()["city"], replaced.json()["is_default"]) == ("Berlin", True)


def test_others_have_no_such_address(customer, enrol):
    enrol("bob@example.com")
    bob = Caller()
    bob.log_in("bob@example.com")
    address = add(customer).json()["id"]

    answers = [bob(method, f"auth/me/addresses/{address}/", HOME) for method in ("GET", "PUT", "PATCH", "DELETE")]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert Address.objects.count() == 1


def test_other_modules_get_an_address_of_its_owner_alone(customer, ann):
    address = Address.objects.get(pk=add(customer).json()["id"])

    assert identity.address_of(ann.pk, address.pk) == PostalAddress(
        full_name="Ann Example", line1="Street 1", line2="", city="Berlin", region="", postal_code="10115",
        country="DE", phone="",
    )  # fmt: skip
    with pytest.raises(UnknownAddress):
        identity.address_of(uuid7(), address.pk)


def test_other_modules_ask_for_many_people_at_once(enrol, django_assert_num_queries):
    ann, bob = enrol(name="Ann"), enrol("bob@example.com", role="seller", shop_name="Bob's")

    with django_assert_num_queries(2):
        people, shops = identity.people([ann.pk, bob.pk, uuid7()]), identity.shop_names([bob.pk])

    assert (people[ann.pk].name, people[bob.pk].email, len(people)) == ("Ann", "bob@example.com", 2)
    assert shops == {bob.pk: "Bob's"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_sessions_take_two_statements_however_many(ann, count, django_assert_num_queries):
    callers = [Caller() for _ in range(count)]
    for caller in callers:
        caller.log_in()

    with django_assert_num_queries(2):
        listed = callers[0].get("auth/sessions/").json()

    assert [one["current"] for one in listed["results"]].count(True) == 1
    assert listed["count"] == count


def test_a_session_is_ended_from_another_one(customer, ann, django_capture_on_commit_callbacks):
    other = Caller()
    other.log_in()
    ids = {one["current"]: one["id"] for one in customer.get("auth/sessions/").json()["results"]}

    with django_capture_on_commit_callbacks(execute=True):
        ended = customer.delete(f"auth/sessions/{ids[False]}/")

    assert [ended.status_code, customer.delete(f"auth/sessions/{ids[False]}/").status_code] == [204, 404]
    assert [other.get("auth/me/").status_code, customer.get("auth/me/").status_code] == [401, 200]


def test_a_strangers_session_is_none_of_ones_business(customer, enrol):
    enrol("bob@example.com")
    bob = Caller()
    bob.log_in("bob@example.com")
    session = customer.get("auth/sessions/").json()["results"][0]["id"]

    assert bob.delete(f"auth/sessions/{session}/").status_code == 404


def test_a_person_sees_all_that_is_held_about_them(customer, monkeypatch):
    monkeypatch.setitem(privacy._exports, "orders", lambda user_id: [str(user_id)])
    add(customer)

    exported = customer.get("auth/me/export/").json()

    assert exported["account"]["profile"]["email"] == "ann@example.com"
    assert exported["account"]["addresses"][0]["line1"] == "Street 1"
    assert exported["account"]["sessions"][0]["revoked_at"] is None
    assert exported["orders"] == [customer.get("auth/me/").json()["id"]]


def test_the_forgotten_leave_an_empty_shell(customer, ann, monkeypatch, django_capture_on_commit_callbacks):
    forgotten: list[object] = []
    monkeypatch.setitem(privacy._erasures, "orders", forgotten.append)
    add(customer, full_name="Ann Example")
    with django_capture_on_commit_callbacks(execute=True):
        answer = customer.delete("auth/me/")
    shell = User.objects.get(pk=ann.pk)

    assert (answer.status_code, forgotten) == (204, [ann.pk])
    assert (shell.email, shell.name, shell.is_active) == (f"{ann.pk}@erased.invalid", "", False)
    assert not Address.objects.exists()
    assert [customer.get("auth/me/").status_code, Caller().log_in().status_code] == [401, 401]
    assert Caller().post("auth/signup/", {"email": "ann@example.com", "password": PASSWORD}).status_code == 201


def test_an_old_log_in_needs_the_password_to_be_forgotten(customer):
    LoginSession.objects.update(created_at=F("created_at") - timedelta(minutes=11))
    answers = [customer.delete("auth/me/", body) for body in (None, {"password": "wrong"}, {"password": PASSWORD})]

    assert [answer.status_code for answer in answers] == [403, 403, 204]


def test_a_customer_asks_to_sell_once_let_in_no_more(customer, admin, ann, mailbox):
    asked = customer.post("auth/me/seller-request/", {"shop_name": "Ann's mugs"})
    admin.patch(f"users/{ann.pk}/", {"seller_approved": True})
    again = customer.post("auth/me/seller-request/", {"shop_name": "Ann's mugs"})

    assert (asked.status_code, asked.json()["role"], asked.json()["seller_approved"]) == (202, "seller", False)
    assert (again.status_code, again.json()["code"]) == (409, "already_seller")
    assert mailbox.subjects("ann@example.com") == ["You can sell now"]


def test_a_refused_seller_is_told(customer, admin, ann, mailbox):
    customer.post("auth/me/seller-request/", {"shop_name": "Ann's mugs"})
    admin.patch(f"users/{ann.pk}/", {"role": "customer"})

    assert mailbox.subjects("ann@example.com") == ["About your shop"]
