"""Each side hears of what the other one says: by mail and in the list."""

import pytest

from src.platform.events.telling import tell
from tests.factories.mailbox import text_of
from tests.factories.worker import work_off
from tests.modules.support.test_tickets import at, say

pytestmark = pytest.mark.django_db


def told(caller):
    """What the person was told, the newest first; told by the relay, written by the worker."""
    while tell():
        work_off()
    return [(one["type"], one["title"]) for one in caller.get("notifications/").json()["results"]]


def test_all_admins_hear_of_a_new_ticket(admin, wheel, ticket, mailbox):
    assert told(admin) == [("ticket.opened", "New ticket: Broken")]
    assert mailbox.subjects("root@example.com") == mailbox.subjects("wheel@example.com") == ["New ticket: Broken"]
    mail = text_of(mailbox.to("root@example.com")[0])
    assert "The mug leaks." in mail
    assert f"/admin/support/ticket/{ticket['id']}/change/" in mail


def test_the_customer_hears_of_an_answer(customer, admin, ticket, mailbox):
    say(admin, ticket, "Sorry & <b>thanks</b>.")
    say(admin, ticket, "Careless one.", internal=True)

    assert told(customer) == [("ticket.answered", "Answer: Broken")]
    (mail,) = mailbox.to("ann@example.com")
    assert (mail["Subject"], "Sorry & <b>thanks</b>." in text_of(mail)) == ("Answer: Broken", True)
    assert "Sorry &amp; &lt;b&gt;thanks&lt;/b&gt;." in mail.get_body(("html",)).get_content()


def test_who_deals_with_it_hears_of_more_and_nobody_else(customer, admin, wheel, ticket, mailbox):
    say(admin, ticket, "Sorry.")
    say(customer, ticket, "When?")

    assert told(admin) == [("ticket.message", "Ticket: Broken"), ("ticket.opened", "New ticket: Broken")]
    assert mailbox.subjects("wheel@example.com") == ["New ticket: Broken"]


def test_the_customer_hears_that_a_ticket_was_moved(customer, admin, ticket, mailbox):
    admin.patch(at(ticket), {"status": "resolved"})
    admin.patch(at(ticket), {"status": "resolved"})

    assert told(customer) == [("ticket.status_changed", "Broken: resolved")]
    assert mailbox.subjects("ann@example.com") == ["Broken: resolved"]


def test_admins_hear_that_a_customer_opened_again_but_not_that_it_was_closed(customer, admin, ticket, mailbox):
    customer.patch(at(ticket), {"status": "closed"})
    customer.patch(at(ticket), {"status": "open"})

    assert [kind for kind, _ in told(admin)] == ["ticket.message", "ticket.opened"]
    assert told(customer) == []


def test_nobody_is_told_who_does_not_want_to(customer, admin, ticket, mailbox):
    customer.patch("notifications/preferences/", {"ticket.answered": {"mail": False}})

    say(admin, ticket, "Sorry.")

    assert told(customer) == [("ticket.answered", "Answer: Broken")]
    assert mailbox.to("ann@example.com") == []


def test_braces_in_a_subject_are_just_braces(customer, admin, mailbox):
    customer.post("support/tickets/", {"subject": "{number} {x}", "body": "?"})

    assert told(admin) == [("ticket.opened", "New ticket: {number} {x}")]
