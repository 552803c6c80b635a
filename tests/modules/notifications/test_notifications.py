"""Customers are told of their orders: in the list, by mail, as they chose, and nobody else is."""

from typing import Any

import pytest
from django.db import transaction

from src.modules.notifications import services
from src.modules.notifications.contracts import Kind, News
from src.modules.notifications.models import Notification
from src.modules.orders.events import OrderStatusChanged, PaymentStatusChanged
from src.platform.events.models import OutboxEvent
from src.platform.events.outbox import publish
from src.platform.events.telling import tell
from src.platform.ids import uuid7
from tests.factories.mailbox import Mailbox, text_of
from tests.factories.shops import caller_of, goods, person, place
from tests.factories.worker import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(settings: Any, tmp_path: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.EMAIL_BACKEND = "src.platform.mail.files.EmlFileBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    settings.RATE_LIMIT_SCALE = 0


@pytest.fixture
def ann() -> Any:
    return person()


@pytest.fixture
def order(ann: Any) -> Any:
    """An order of Ann's that was placed and paid, and told."""
    placed = place(ann, {goods(price=1990): 2})
    tell()
    work_off()
    return placed


def moved(order: Any, status: str, previous: str = "pending", **more: Any) -> None:
    with transaction.atomic():
        publish(
            OrderStatusChanged(
                order_id=order.id, number=order.number, customer_id=order.customer_id, status=status,
                payment_status="paid", at=order.created_at, previous_status=previous, **more,
            )
        )  # fmt: skip
    tell()


def test_an_order_that_was_placed_and_paid_is_two_notifications_and_two_mails(ann, order):
    answer = caller_of(ann).get("notifications/").json()

    assert [(found["type"], found["read"]) for found in answer["results"]] == [
        ("order.paid", False), ("order.placed", False)
    ]  # fmt: skip
    assert answer["results"][0]["order_id"] == str(order.id)
    subjects = [mail["Subject"] for mail in Mailbox().all()]
    assert sorted(subjects) == [f"Order {order.number} paid", f"Order {order.number} placed"]


def test_the_mail_names_the_number_and_the_total(order):
    (placed,) = [mail for mail in Mailbox().all() if mail["Subject"].endswith("placed")]

    assert f"order {order.number}" in text_of(placed)
    assert "Total: 39.80 EUR" in text_of(placed)
    assert placed["Message-ID"].endswith(">")


def test_the_mail_of_a_parcel_has_its_tracking_number(order):
    moved(order, "shipped", tracking_number="TRACK-1")

    (shipped,) = [mail for mail in Mailbox().all() if mail["Subject"].endswith("on its way")]
    assert "Tracking number: TRACK-1" in text_of(shipped)


@pytest.mark.parametrize(
    ("status", "subject"),
    [("delivered", "Order {} delivered"), ("cancelled", "Order {} cancelled")],
)
def test_each_further_step_has_a_mail(order, status, subject):
    moved(order, status)

    assert subject.format(order.number) in [mail["Subject"] for mail in Mailbox().all()]


def test_a_refund_is_told_with_its_amount(order):
    with transaction.atomic():
        publish(
            PaymentStatusChanged(
                order_id=order.id, number=order.number, customer_id=order.customer_id, status="pending",
                payment_status="partially_refunded", at=order.created_at, previous_payment_status="paid",
                refunded=500, currency="EUR",
            )
        )  # fmt: skip
    tell()

    (refund,) = [mail for mail in Mailbox().all() if mail["Subject"].startswith("Refund")]
    assert "Refunded: 5.00 EUR" in text_of(refund)


def test_one_event_is_told_once_however_often_its_handler_runs(ann, order):
    news = News(kind=Kind.SHIPPED, event_id=4711, user_id=ann, order_id=order.id, number=order.number)

    for _ in range(2):
        services.tell(news)

    assert Notification.objects.filter(kind="order.shipped").count() == 1
    assert [mail["Subject"] for mail in Mailbox().all()].count(f"Order {order.number} is on its way") == 1


def test_the_stream_gets_what_the_contract_says(ann, order):
    row = OutboxEvent.objects.filter(name="orders.OrderPlaced").get()
    pushed = {type: data for channel, type, data in row.pushes if channel == f"customer:{ann}"}

    assert set(pushed["order.placed"]) == {"order_id", "number", "status", "previous_status", "payment_status", "at"}
    assert pushed["order.placed"]["order_id"] == str(order.id)
    assert pushed["order.placed"]["status"] == "pending"


def test_a_notification_is_streamed_as_it_is_written(ann, order):
    tell()

    pushed = [push for row in OutboxEvent.objects.filter(name="notifications.Notified") for push in row.pushes]
    assert [(channel, data["type"]) for channel, _, data in pushed] == [
        (f"notifications:{ann}", "order.placed"), (f"notifications:{ann}", "order.paid")
    ]  # fmt: skip


def test_the_number_of_units_sold_is_pushed_as_it_is_now(order):
    row = OutboxEvent.objects.filter(name="orders.OrderPlaced").get()

    assert [data["sold"] for _, type, data in row.pushes if type == "product.sold"] == [2]


def test_reading_marks_one_or_all(ann, order):
    caller = caller_of(ann)
    newest = caller.get("notifications/").json()["results"][0]["id"]

    assert caller.post(f"notifications/{newest}/read/").json()["read"] is True
    assert caller.get("notifications/?unread=true").json()["count"] == 1
    assert caller.post("notifications/read-all/").json() == {"read": 1}
    assert caller.get("notifications/?unread=true").json()["count"] == 0


def test_somebody_elses_notification_does_not_exist(ann, order):
    newest = caller_of(ann).get("notifications/").json()["results"][0]["id"]
    bob = caller_of(person())

    answer = bob.post(f"notifications/{newest}/read/")

    assert (answer.status_code, answer.json()["code"]) == (404, "notification_not_found")
    assert bob.get("notifications/").json()["count"] == 0


def test_what_a_person_does_not_want_by_mail_is_not_mailed(ann):
    caller = caller_of(ann)
    changed = caller.patch("notifications/preferences/", {"order.paid": {"mail": False}}).json()

    order = place(ann, {goods(): 1})
    tell()
    work_off()

    assert changed["order.paid"] == {"mail": False, "list": True, "stream": True}
    assert [mail["Subject"] for mail in Mailbox().all()] == [f"Order {order.number} placed"]
    assert caller.get("notifications/").json()["count"] == 2


@pytest.mark.parametrize("body", [{"weather": {"mail": False}}, {"order.paid": {"smoke": True}}, {"order.paid": 1}])
def test_unknown_kinds_and_ways_are_refused(ann, body):
    answer = caller_of(ann).patch("notifications/preferences/", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")


def test_version_2_walks_the_list_by_cursor(ann, order):
    caller = caller_of(ann, version=2)

    first = caller.get("notifications/?limit=1&unread=true&count=exact").json()
    second = caller.get(f"notifications/?limit=1&unread=true&cursor={first['next_cursor']}").json()

    assert [[one["type"] for one in page["items"]] for page in (first, second)] == [["order.paid"], ["order.placed"]]
    assert (first["total_count"], first["previous_cursor"], second["next_cursor"]) == (2, None, None)
    assert caller.post("notifications/read-all/").json() == {"read": 2}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_two_queries_however_long(ann, count, django_assert_num_queries):
    for number in range(count):
        Notification.objects.create(user_id=ann, event_id=number, kind=Kind.PAID, title="t", body="b", order_id=uuid7())
    caller = caller_of(ann)
    caller.get("notifications/")

    with django_assert_num_queries(2):
        assert len(caller.get("notifications/").json()["results"]) == count
