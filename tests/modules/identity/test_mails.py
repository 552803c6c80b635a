"""The mails about accounts, as a mail server gets them."""

import re

import pytest

from src.modules.identity.services import log_in
from tests.factories.callers import PASSWORD, Caller
from tests.factories.mailbox import text_of
from tests.factories.smtp import mail_server
from tests.factories.worker import work_off

pytestmark = pytest.mark.django_db

KEY = r"\?key=([0-9a-f]{64})"


@pytest.fixture
def sink(settings):
    with mail_server(settings) as sink:
        yield sink


def html_of(mail) -> str:
    content: str = mail.get_body(("html",)).get_content()
    return content


def test_text_and_html_bring_the_same_working_key(caller, sink):
    caller.post("auth/signup/", {"email": "ann@example.com", "password": PASSWORD})
    work_off()
    (mail,) = sink.mails
    keys = {*re.findall(KEY, text_of(mail)), *re.findall(KEY, html_of(mail))}

    assert (mail["To"], mail["Subject"], len(keys)) == ("ann@example.com", "Confirm your e-mail address", 1)
    assert caller.post("auth/verify-email/", {"key": keys.pop()}).status_code == 200


def test_text_and_html_bring_the_same_code_and_no_other_six_digits(caller, ann, sink):
    caller.post("auth/otp/", {"email": ann.email})
    work_off()
    (mail,) = sink.mails
    codes = [set(re.findall(r"(?<!\w)\d{6}(?!\w)", body)) for body in (text_of(mail), html_of(mail))]

    assert codes[0] == codes[1]
    assert caller.post("auth/otp-login/", {"email": ann.email, "code": codes[0].pop()}).status_code == 200


def test_a_task_that_runs_twice_sends_one_mail(ann, sink):
    asked = {"email": ann.email, "proof_id": ann.pk}
    for _ in range(2):
        log_in.mail_code(**asked)
        work_off()

    assert len(sink.mails) == 1


def test_what_somebody_calls_their_shop_is_text_in_the_mail(caller, admin, ann, sink):
    ann_signed_in = Caller()
    ann_signed_in.log_in()
    ann_signed_in.post("auth/me/seller-request/", {"shop_name": "<b>Tom & Jerry</b>"})
    admin.patch(f"users/{ann.pk}/", {"seller_approved": True})
    work_off()

    assert "<b>Tom & Jerry</b> is open" in text_of(sink.mails[0])
    assert "&lt;b&gt;Tom &amp; Jerry&lt;/b&gt; is open" in html_of(sink.mails[0])


def test_the_owner_is_told_of_every_new_password(customer, mailbox):
    customer.post("auth/password/change/", {"old_password": PASSWORD, "new_password": "quite another one"})
    customer.post("auth/password/forgot/", {"email": "ann@example.com"})
    customer.post("auth/password/reset/", {"key": mailbox.key(), "password": "one more of them"})

    subjects = mailbox.subjects("ann@example.com")
    assert subjects == ["Your password was changed", "Set a new password", "Your password was changed"]


def test_a_password_that_was_not_changed_is_no_news(customer, mailbox):
    customer.post("auth/password/change/", {"old_password": "no", "new_password": "quite another one"})
    customer.post("auth/password/change/", {"old_password": PASSWORD, "new_password": "short"})

    assert mailbox.all() == []


def test_the_old_address_is_told_when_the_account_has_moved(customer, mailbox):
    customer.post("auth/email/change/", {"password": PASSWORD, "new_email": "new@example.com"})
    customer.post("auth/verify-email/", {"key": mailbox.key("new@example.com")})

    assert mailbox.subjects("ann@example.com")[-1] == "Your e-mail address was changed"
    assert "new@example.com" in text_of(mailbox.to("ann@example.com")[-1])
