"""What expired is dropped, and nothing that still counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from src.modules.identity.models import LoginSession, Proof, RefreshToken, Tally, User
from src.modules.identity.tasks import forget
from tests.factories.callers import PASSWORD, Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def traces(caller, ann, mailbox):
    """A session, a code and a tally."""
    Caller().log_in()
    caller.post("auth/otp/", {"email": ann.email})
    mailbox.all()


def kept() -> list[int]:
    return [model.objects.count() for model in (LoginSession, RefreshToken, Proof, Tally)]


def test_what_still_counts_is_kept(traces):
    forget()

    assert kept() == [1, 1, 1, 1]


def test_what_expired_is_dropped(traces):
    LoginSession.objects.update(created_at=F("created_at") - timedelta(days=40))
    RefreshToken.objects.update(expires_at=F("expires_at") - timedelta(days=40))
    Proof.objects.update(expires_at=F("expires_at") - timedelta(days=40))
    Tally.objects.update(last_at=F("last_at") - timedelta(days=2))
    forget()

    assert kept() == [0, 0, 0, 0]


def test_an_account_that_nobody_proved_in_time_goes_and_its_address_is_free(caller, ann, mailbox, settings):
    settings.UNVERIFIED_ACCOUNT_LIFETIME = timedelta(days=7)
    body = {"email": "bob@example.com", "password": "the one who came first"}
    caller.post("auth/signup/", body)
    User.objects.update(date_joined=F("date_joined") - timedelta(days=8))
    forget()
    caller.post("auth/signup/", body | {"password": PASSWORD})
    verified = caller.post("auth/verify-email/", {"key": mailbox.key("bob@example.com")})

    assert verified.status_code == 200
    assert caller.log_in("bob@example.com").status_code == 200


@pytest.mark.parametrize(
    ("days", "fields", "kept"),
    [
        (6, {}, True),
        (8, {}, False),
        (8, {"email_verified": True}, True),
        (8, {"erased_at": timezone.now()}, True),
        (8, {"role": "admin"}, True),
    ],
)
def test_only_accounts_that_nobody_used_go(enrol, days, fields, kept):
    bob = enrol(verified=False)
    User.objects.update(date_joined=F("date_joined") - timedelta(days=days), **fields)
    forget()

    assert User.objects.filter(pk=bob.pk).exists() is kept


def test_a_search_for_people_can_use_an_index(enrol):
    """The planner may choose another way in a small table; it is told not to."""
    enrol("bob@example.com")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT * FROM identity_user WHERE UPPER(email::text) LIKE UPPER('%bob%')")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "identity_user_email" in plan
