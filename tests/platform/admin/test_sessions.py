"""Sessions of the admin rest only so long, and grow only so old."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from src.modules.identity.models import User
from src.platform.auth.roles import Role
from tests.factories.callers import PASSWORD
from tests.factories.shops import person

pytestmark = pytest.mark.django_db

NOON = timezone.now().replace(hour=12)


@pytest.fixture
def client_inside(settings):
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.ADMIN_IDLE, settings.ADMIN_SESSION = timedelta(minutes=30), timedelta(hours=2)
    email = User.objects.values_list("email", flat=True).get(pk=person(Role.ADMIN))
    client = Client()
    with time_machine.travel(NOON, tick=False):
        client.post("/admin/login/", {"username": email, "password": PASSWORD})
    return client


def seen(client, minutes):
    """What the admin answers at these minutes after the log-in."""
    answers = []
    for minute in minutes:
        with time_machine.travel(NOON + timedelta(minutes=minute), tick=False):
            answers.append(client.get("/admin/cart/cart/").status_code)
    return answers


def test_who_works_stays_in(client_inside):
    assert seen(client_inside, [0, 29, 58, 87, 116]) == [200, 200, 200, 200, 200]


def test_who_rests_too_long_is_out(client_inside):
    assert seen(client_inside, [0, 29, 60]) == [200, 200, 302]


def test_nobody_stays_longer_than_the_longest_session(client_inside):
    assert seen(client_inside, [0, 29, 58, 87, 116, 121]) == [200, 200, 200, 200, 200, 302]


def test_forms_are_refused_without_their_csrf_token(client_inside):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client_inside.cookies
    with time_machine.travel(NOON, tick=False):
        assert strict.post("/admin/logout/").status_code == 403
        assert strict.get("/admin/cart/cart/").status_code == 200
