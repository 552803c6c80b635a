"""Django's admin: who gets in, and what they can do to people."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from src.modules.identity.models import LoginSession, Tally, User
from src.platform.auth.roles import Role
from tests.factories.callers import PASSWORD, Caller

pytestmark = pytest.mark.django_db

LOG_IN = "/admin/login/"


def enter(client, email="root@example.com", password=PASSWORD, **more):
    """Where the site sends somebody who logs in: in, or nowhere."""
    answer = client.post(LOG_IN, {"username": email, "password": password, **more})
    return answer.get("Location", "")


@pytest.fixture
def root(enrol):
    return enrol("root@example.com", role=Role.ADMIN)


@pytest.fixture
def site(root):
    client = Client()
    enter(client)
    return client


def test_an_admin_gets_in(root, client):
    enter(client)

    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.SELLER])
def test_nobody_else_gets_in(enrol, client, role):
    enrol("ann@example.com", role=role)

    assert enter(client, "ann@example.com") == ""
    assert client.get("/admin/").status_code == 302


def test_an_admin_with_a_second_factor_shows_it_here_too(root, client):
    caller = Caller()
    caller.log_in(root.email)
    secret = caller.post("auth/mfa/totp/").json()["secret"]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    caller.post("auth/mfa/totp/confirm/", {"code": code})

    without = enter(client)
    complete = enter(client, otp=code)

    assert (without, complete != "") == ("", True)


def test_guessing_here_waits_like_anywhere(root, client):
    for _ in range(10):
        enter(client, password="wrong")

    assert enter(client) == ""
    assert Tally.objects.exists()


@pytest.mark.parametrize("change", [{"role": "customer"}, {"is_active": False}])
def test_who_is_no_admin_any_more_is_out_at_once(site, root, enrol, change):
    enrol("second@example.com", role=Role.ADMIN)
    before = site.get("/admin/").status_code
    User.objects.filter(pk=root.pk).update(**change)

    assert (before, site.get("/admin/").status_code) == (200, 302)


def form_of(person, **changes):
    values = {"name": person.name, "phone": "", "role": person.role, "shop_name": "", **changes}
    flags = {} if changes.get("is_active") is False else {"is_active": "on"}
    inline = {f"addresses-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    return {name: value for name, value in (values | flags | inline).items() if value is not False}


def test_rights_that_change_here_end_sessions_as_well(site, enrol):
    ann = enrol()
    Caller().log_in()

    site.post(f"/admin/identity/user/{ann.pk}/change/", form_of(ann, role="admin"))

    assert User.objects.get(pk=ann.pk).role == "admin"
    assert LoginSession.objects.get().revoked_at is not None


def test_the_last_admin_stays_and_the_page_says_why(site, root):
    answer = site.post(f"/admin/identity/user/{root.pk}/change/", form_of(root, role="customer"), follow=True)

    assert "This is the last admin." in answer.content.decode()
    assert User.objects.get(pk=root.pk).role == "admin"


def test_an_account_made_here_gets_its_password_by_mail(site, mailbox):
    site.post(
        "/admin/identity/user/add/", {"email": "bob@example.com", "name": "Bob", "role": "seller", "is_active": "on"}
    )
    Caller().post("auth/password/forgot/", {"email": "bob@example.com"})
    Caller().post("auth/password/reset/", {"key": mailbox.key("bob@example.com"), "password": PASSWORD})

    assert User.objects.get(email="bob@example.com").acts_as == Role.SELLER
    assert Caller().log_in("bob@example.com").status_code == 200


def test_who_is_deleted_here_is_forgotten(site, enrol):
    ann = enrol()

    page = site.get(f"/admin/identity/user/{ann.pk}/delete/")
    site.post(f"/admin/identity/user/{ann.pk}/delete/", {"post": "yes"})

    assert page.status_code == 200
    assert User.objects.get(pk=ann.pk).email == f"{ann.pk}@erased.invalid"


def test_sellers_are_approved_together(site, enrol, mailbox):
    for number in range(2):
        seller = enrol(f"seller-{number}@example.com", role=Role.SELLER)
        User.objects.filter(pk=seller.pk).update(seller_approved=False)
    ids = User.objects.filter(role=Role.SELLER).values_list("pk", flat=True)

    site.post("/admin/identity/user/", {"action": "approve_sellers", "_selected_action": list(ids)})

    assert User.objects.filter(seller_approved=True).count() == 2
    assert len(mailbox.all()) == 2


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("page", ["user", "loginsession"])
def test_a_list_takes_as_many_statements_however_long(site, enrol, page, count, django_assert_num_queries):
    for number in range(count):
        enrol(f"person-{number}@example.com")
        Caller().log_in(f"person-{number}@example.com")

    with django_assert_num_queries(4):
        assert site.get(f"/admin/identity/{page}/").status_code == 200
