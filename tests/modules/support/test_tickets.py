"""Tickets over HTTP: one's own, all of them for admins, and what each side may do."""

import pytest

from src.modules.support.models import Ticket
from src.platform.auth.principal import Role
from tests.factories.callers import PASSWORD, Caller
from tests.factories.shops import caller_of, goods, person, place

pytestmark = pytest.mark.django_db
TICKETS = "support/tickets/"


def at(ticket, more=""):
    return f"{TICKETS}{ticket['id']}/{more}"


def say(caller, ticket, body, **more):
    return caller.post(at(ticket, "messages/"), {"body": body, **more})


def subjects(caller, query=""):
    return [one["subject"] for one in caller.get(TICKETS + query).json()["results"]]


def test_a_ticket_begins_open_with_what_was_asked(customer, ann):
    answer = customer.post(TICKETS, {"subject": " Broken ", "body": "The mug leaks."})

    opened = answer.json()
    (message,) = opened["messages"]
    assert answer.status_code == 201
    assert {name: opened[name] for name in ("subject", "body", "status", "order_id", "customer_id", "assigned_to")} == {
        "subject": "Broken",
        "body": "The mug leaks.",
        "status": "open",
        "order_id": None,
        "customer_id": str(ann),
        "assigned_to": None,
    }
    assert {name: message[name] for name in ("author", "name", "body", "internal")} == {
        "author": "customer",
        "name": "Ann",
        "body": "The mug leaks.",
        "internal": False,
    }
    assert customer.get(at(opened)).json() == opened


def test_a_ticket_may_be_about_one_s_own_order_alone(customer, ann):
    mug = goods()
    own, foreign = place(ann, {mug: 1}), place(person(), {mug: 1})
    asked = {"subject": "Where?", "body": "Where is it?"}

    about_own = customer.post(TICKETS, {**asked, "order_id": str(own.id)})
    about_foreign = customer.post(TICKETS, {**asked, "order_id": str(foreign.id)})

    assert (about_own.status_code, about_own.json()["order_id"]) == (201, str(own.id))
    assert (about_foreign.status_code, about_foreign.json()["code"]) == (404, "unknown_order")
    assert subjects(customer, f"?order_id={own.id}") == ["Where?"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["subject", "body"]),
        ({"subject": " ", "body": "x"}, ["subject"]),
        ({"subject": "x" * 151, "body": "x"}, ["subject"]),
        ({"subject": "x", "body": "x" * 10_001}, ["body"]),
        ({"subject": "x", "body": "x", "order_id": "7"}, ["order_id"]),
        ({"subject": "x", "body": "x", "status": "open"}, ["status"]),
    ],
)
def test_what_is_no_question_is_refused_by_field(customer, body, fields):
    answer = customer.post(TICKETS, body)

    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, fields)
    assert not Ticket.objects.exists()


def test_nul_characters_are_refused(customer):
    assert customer.post(TICKETS, {"subject": "x", "body": "a\x00b"}).status_code == 422


def test_tickets_are_one_s_own(customer, admin, ticket):
    stranger = caller_of(person())

    assert [stranger.get(at(ticket)).status_code, say(stranger, ticket, "Hm").status_code] == [404, 404]
    assert stranger.patch(at(ticket), {"status": "closed"}).json()["code"] == "ticket_not_found"
    assert (subjects(stranger), subjects(customer), subjects(admin)) == ([], ["Broken"], ["Broken"])
    assert [Caller().get(TICKETS).status_code, Caller().get(at(ticket)).status_code] == [401, 401]
    assert customer.get("support/tickets/7/").status_code == 404


def test_the_first_answer_takes_the_ticket_on(customer, admin, ticket, root):
    answer = say(admin, ticket, "A new one is on its way.")

    seen = customer.get(at(ticket)).json()
    assert answer.status_code == 201
    assert (answer.json()["author"], answer.json()["name"], answer.json()["body"]) == (
        "staff",
        "Root",
        "A new one is on its way.",
    )
    assert (seen["status"], seen["assigned_to"]) == ("in_progress", str(root))
    assert seen["messages"] == [*ticket["messages"], answer.json()]


@pytest.mark.parametrize("ended", ["resolved", "closed"])
def test_a_customer_who_writes_again_opens_again(customer, admin, ticket, ended):
    admin.patch(at(ticket), {"status": ended})

    say(customer, ticket, "It leaks again.")

    assert customer.get(at(ticket)).json()["status"] == "open"


def test_an_admin_s_word_does_not_open_what_has_ended(admin, ticket):
    admin.patch(at(ticket), {"status": "resolved"})

    say(admin, ticket, "One more thing.")

    assert admin.get(at(ticket)).json()["status"] == "resolved"


def test_customers_close_and_open_and_no_more(customer, admin, ticket, root):
    assert customer.patch(at(ticket), {"status": "closed"}).json()["status"] == "closed"
    assert customer.patch(at(ticket), {"status": "open"}).json()["status"] == "open"
    for change in ({"status": "resolved"}, {"status": "in_progress"}, {"assigned_to": str(root)}):
        answer = customer.patch(at(ticket), change)
        assert (answer.status_code, answer.json()["code"]) == (403, "staff_only")
    admin.patch(at(ticket), {"status": "in_progress"})
    assert customer.patch(at(ticket), {"status": "open"}).status_code == 403
    assert customer.get(at(ticket)).json()["status"] == "in_progress"


@pytest.mark.parametrize("status", ["in_progress", "resolved", "closed", "open"])
def test_admins_move_a_ticket_anywhere(admin, ticket, status):
    moved = admin.patch(at(ticket), {"status": status})

    assert (moved.status_code, moved.json()["status"]) == (200, status)


def test_admins_hand_a_ticket_over(admin, ticket, wheel, ann):
    given = admin.patch(at(ticket), {"assigned_to": str(wheel)})
    to_a_customer = admin.patch(at(ticket), {"assigned_to": str(ann)})
    freed = admin.patch(at(ticket), {"assigned_to": None})

    assert given.json()["assigned_to"] == str(wheel)
    assert (to_a_customer.status_code, to_a_customer.json()["errors"][0]["code"]) == (422, "unknown_admin")
    assert freed.json()["assigned_to"] is None


@pytest.mark.parametrize("body", [{"status": "done"}, {"subject": "x"}, {"assigned_to": "me"}])
def test_what_is_no_change_is_refused(admin, ticket, body):
    assert admin.patch(at(ticket), body).status_code == 422


def test_notes_among_staff_stay_there(customer, admin, ticket):
    noted = say(admin, ticket, "Third leak this week.", internal=True)

    by_customer = say(customer, ticket, "Me too", internal=True)

    assert (noted.status_code, noted.json()["internal"]) == (201, True)
    assert (by_customer.status_code, by_customer.json()["code"]) == (403, "staff_only")
    assert customer.get(at(ticket)).json()["messages"] == ticket["messages"]
    assert [one["body"] for one in admin.get(at(ticket)).json()["messages"]] == [
        "The mug leaks.",
        "Third leak this week.",
    ]
    assert (ticket["status"], admin.get(at(ticket)).json()["assigned_to"]) == ("open", None)


def test_lists_are_narrowed_by_status_and_by_who_deals_with_it(customer, admin, root):
    for subject in ("One", "Two", "Three"):
        customer.post(TICKETS, {"subject": subject, "body": "?"})
    three, two, _ = admin.get(TICKETS).json()["results"]
    admin.patch(at(two), {"status": "resolved"})
    say(admin, three, "Hm")

    assert subjects(admin) == ["Three", "Two", "One"]
    assert subjects(admin, "?status=resolved") == ["Two"]
    assert subjects(admin, "?assigned=me") == ["Three"]
    assert subjects(admin, f"?assigned={root}") == ["Three"]
    assert subjects(admin, "?assigned=nobody") == ["Two", "One"]
    assert subjects(admin, "?assigned=nobody&status=open") == ["One"]
    assert subjects(customer, "?page=2&page_size=2") == ["One"]
    assert [admin.get(f"{TICKETS}?{query}").status_code for query in ("status=done", "assigned=x", "page=0")] == [
        422,
        422,
        422,
    ]


def test_version_two_lists_by_cursor(customer, ann):
    for subject in ("One", "Two", "Three"):
        customer.post(TICKETS, {"subject": subject, "body": "?"})
    extended = Caller(2)
    extended.access = customer.access

    page = extended.get(f"{TICKETS}?limit=2&count=exact").json()
    rest = extended.get(f"{TICKETS}?limit=2&cursor={page['next_cursor']}").json()

    assert [one["subject"] for one in page["items"] + rest["items"]] == ["Three", "Two", "One"]
    assert (page["total_count"], rest["next_cursor"]) == (3, None)


@pytest.mark.parametrize("count", [1, 3])
def test_statements_do_not_grow_with_what_is_shown(customer, admin, count, django_assert_num_queries):
    opened = [customer.post(TICKETS, {"subject": "x", "body": "?"}).json() for _ in range(count)]
    for _ in range(count):
        say(customer, opened[0], "And?")

    with django_assert_num_queries(2):
        admin.get(TICKETS)
    with django_assert_num_queries(2):
        admin.get(at(opened[0]))


def test_an_export_holds_what_was_asked_and_answered_and_no_notes(customer, admin, ticket):
    say(admin, ticket, "Sorry.")
    say(admin, ticket, "Careless one.", internal=True)

    (held,) = customer.get("auth/me/export/").json()["support"]

    assert (held["subject"], held["status"]) == ("Broken", "in_progress")
    assert [(one["author"], one["body"]) for one in held["messages"]] == [
        ("customer", "The mug leaks."),
        ("staff", "Sorry."),
    ]


def test_who_leaves_takes_the_words(customer, admin, ticket):
    say(admin, ticket, "Sorry, Ann.")
    customer.delete("auth/me/", {"password": PASSWORD})

    left = admin.get(at(ticket)).json()

    assert (left["subject"], left["status"]) == ("", "closed")
    assert [(one["body"], one["name"]) for one in left["messages"]] == [("", None), ("", "Root")]


def test_an_admin_s_own_ticket_is_a_customer_s(wheel, admin):
    caller = caller_of(wheel, Role.ADMIN)
    own = caller.post(TICKETS, {"subject": "Mine", "body": "?"}).json()

    more = say(caller, own, "And?").json()

    assert (more["author"], caller.get(at(own)).json()["status"]) == ("customer", "open")


def test_asking_is_limited(customer, settings):
    settings.RATE_LIMIT_SCALE = 0.01

    answers = [customer.post(TICKETS, {"subject": "x", "body": "?"}).status_code for _ in range(2)]

    assert answers == [201, 429]
