"""A mail goes out if its transaction commits, once for one cause, and again when the server was away."""

import email
import email.policy
import smtplib
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django_q.models import OrmQ

from src.platform.db.transactions import NoTransaction
from src.platform.mail import outgoing
from src.platform.mail.delivery import deliver
from src.platform.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _greeting(tmp_path, settings):
    """Templates of a shop that says hello."""
    folder = tmp_path / "mail" / "tests"
    folder.mkdir(parents=True)
    (folder / "hello.subject.txt").write_text("Hello\n{{ name }}")
    (folder / "hello.txt").write_text("Good day, {{ name }}.")
    (folder / "hello.html").write_text("<p>Good day, {{ name }}.</p>")
    settings.TEMPLATES = [{**django_settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    settings.EMAIL_BACKEND = "src.platform.mail.files.EmlFileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "out"
    settings.DEFAULT_FROM_EMAIL = "Shop <shop@example.org>"


def post(cause: str = "order-1") -> OutgoingMail:
    with transaction.atomic():
        outgoing.post("tests/hello", to="ann@example.com", context={"name": "Tom & Jerry"}, cause=cause)
    return OutgoingMail.objects.get(cause=cause)


def sent() -> list[email.message.EmailMessage]:
    files = sorted(Path(django_settings.EMAIL_FILE_PATH).glob("*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]


def content(message: email.message.EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


class Refusing(BaseEmailBackend):
    """A server that says no to everybody, with the code that a test sets."""

    code = 550

    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused({"ann@example.com": (self.code, b"no")})


class Dying(BaseEmailBackend):
    """A server that falls silent after it was given the mail."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPServerDisconnected("gone")


class Away(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError

    def send_messages(self, email_messages):
        raise AssertionError("never opened")


def test_a_mail_has_text_and_html_and_a_subject_of_one_line():
    deliver(post().pk)

    (message,) = sent()
    assert message["Subject"] == "Hello Tom & Jerry"
    assert message["To"] == "ann@example.com"
    assert content(message, "plain") == "Good day, Tom & Jerry.\n"
    assert content(message, "html").strip() == "<p>Good day, Tom &amp; Jerry.</p>"


def test_what_was_sent_is_not_sent_again_and_its_secrets_are_forgotten():
    mail = post()

    deliver(mail.pk)
    deliver(mail.pk)

    assert len(sent()) == 1
    mail.refresh_from_db()
    assert (mail.context, mail.attempts, mail.sent_at is None) == ({}, 1, False)


def test_one_cause_gives_one_mail():
    post("order-1")
    post("order-1")
    post("order-2")

    assert OutgoingMail.objects.count() == 2
    assert OrmQ.objects.count() == 2


def test_a_mail_needs_the_transaction_of_its_cause():
    with pytest.raises(NoTransaction):
        outgoing.post("tests/hello", to="ann@example.com", context={}, cause="x")


def test_a_mail_of_an_undone_transaction_is_never_sent():
    with transaction.atomic():
        outgoing.post("tests/hello", to="ann@example.com", context={}, cause="x")
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()
    assert not OrmQ.objects.exists()


def test_the_message_id_is_that_of_the_cause_at_every_attempt(settings):
    mail = post()
    settings.EMAIL_BACKEND = f"{__name__}.Dying"
    deliver(mail.pk)
    settings.EMAIL_BACKEND = "src.platform.mail.files.EmlFileBackend"

    deliver(mail.pk)

    assert [message["Message-ID"] for message in sent()] == [
        f"<{outgoing.id_of('tests/hello', 'order-1')}@example.org>"
    ]


def test_a_mail_that_may_have_been_sent_twice_is_not_begun_a_third_time(settings):
    mail = post()
    settings.EMAIL_BACKEND = f"{__name__}.Dying"
    deliver(mail.pk)
    deliver(mail.pk)
    settings.EMAIL_BACKEND = "src.platform.mail.files.EmlFileBackend"

    deliver(mail.pk)

    mail.refresh_from_db()
    assert mail.given_up_at is not None
    assert sent() == []


@pytest.mark.parametrize("server", ["Away", "Refusing"])
def test_a_server_that_is_away_or_busy_is_tried_again_later_as_often_as_it_takes(settings, monkeypatch, server):
    monkeypatch.setattr(Refusing, "code", 451)
    mail = post()
    settings.EMAIL_BACKEND = f"{__name__}.{server}"

    for _ in range(4):
        deliver(mail.pk)

    mail.refresh_from_db()
    assert (mail.attempts, mail.unanswered, mail.given_up_at) == (4, 0, None)
    assert OrmQ.objects.count() == 5


def test_an_address_that_the_server_refuses_for_good_is_given_up(settings):
    mail = post()
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"

    deliver(mail.pk)

    mail.refresh_from_db()
    assert (mail.given_up_at is None, mail.context, OrmQ.objects.count()) == (False, {}, 1)
