"""The queue in the admin: answers, notes, status and assignment through the same services as the API's."""

import pytest

from src.modules.support.models import Message, Ticket
from src.platform.events.models import OutboxEvent

pytestmark = pytest.mark.django_db
QUEUE = "/admin/support/ticket/"


def save(staff, ticket, **fields):
    form = {"status": "open", "assigned_to": "", "reply": "", **fields}
    inline = {"messages-TOTAL_FORMS": 0, "messages-INITIAL_FORMS": 0}
    return staff.post(f"{QUEUE}{ticket['id']}/change/", {**form, **inline}, follow=True)


def facts():
    return list(OutboxEvent.objects.order_by("pk").values_list("name", flat=True))


def test_a_reply_is_told_and_takes_the_ticket_on(staff, ticket, root):
    page = save(staff, ticket, reply="Sorry.")

    found = Ticket.objects.get()
    assert page.status_code == 200
    assert (found.status, found.assigned_to_id) == ("in_progress", root)
    assert facts() == ["support.TicketOpened", "support.StaffAnswered"]


def test_a_note_is_told_to_nobody(staff, ticket):
    save(staff, ticket, reply="Third one.", internal="on")

    assert list(Message.objects.order_by("pk").values_list("body", "internal")) == [
        ("The mug leaks.", False),
        ("Third one.", True),
    ]
    assert (Ticket.objects.get().status, facts()) == ("open", ["support.TicketOpened"])


def test_status_and_assignment_are_changed_together(staff, ticket, wheel):
    save(staff, ticket, status="resolved", assigned_to=str(wheel), reply="Done.")

    found = Ticket.objects.get()
    assert (found.status, found.assigned_to_id) == ("resolved", wheel)
    assert facts() == ["support.TicketOpened", "support.StaffAnswered", "support.TicketStatusChanged"]


def test_work_is_given_to_admins_alone(staff, ticket, ann):
    page = save(staff, ticket, assigned_to=str(ann))

    assert "Select a valid choice" in page.content.decode()
    assert Ticket.objects.get().assigned_to_id is None


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 1), ("?waiting=nobodys", 1), ("?waiting=mine", 0), ("?q=ann@example.com", 1), ("?q=eve@example.com", 0)],
)
def test_the_queue_is_narrowed(staff, ticket, query, found):
    assert len(staff.get(QUEUE + query).context["cl"].result_list) == found


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_as_many_statements_however_long(staff, customer, count, django_assert_max_num_queries):
    opened = [customer.post("support/tickets/", {"subject": "x", "body": "?"}).json() for _ in range(count)]
    for _ in range(count):
        customer.post(f"support/tickets/{opened[0]['id']}/messages/", {"body": "And?"})

    with django_assert_max_num_queries(6):
        staff.get(QUEUE)
    with django_assert_max_num_queries(9):
        assert "And?" in staff.get(f"{QUEUE}{opened[0]['id']}/change/").content.decode()
