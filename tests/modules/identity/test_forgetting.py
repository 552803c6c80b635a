"""What expired is dropped, and nothing that still counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from src.modules.identity.models import LoginSession, Proof, RefreshToken, Tally
from src.modules.identity.tasks import forget
from tests.factories.callers import Caller

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


def test_a_search_for_people_can_use_an_index(enrol):
    """The planner may choose another way in a small table; it is told not to."""
    enrol("bob@example.com")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT * FROM identity_user WHERE UPPER(email::text) LIKE UPPER('%bob%')")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "identity_user_email" in plan
