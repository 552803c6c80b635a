"""When changed orders are counted."""

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from src.modules.analytics.models import ChangedOrder, CountedOrder
from src.modules.analytics.services import count_changes, note_change
from src.platform.events.telling import tell
from src.platform.tasks.queue import queued
from tests.factories.shops import goods, person, place

pytestmark = pytest.mark.django_db(transaction=True)


def note(order_id):
    with transaction.atomic():
        note_change(order_id)


def test_what_changes_at_a_time_is_counted_by_one_task(staff):
    mug = goods()
    orders = {place(person(), {mug: 1}).id for _ in range(3)}
    while tell():
        pass

    assert set(ChangedOrder.objects.values_list("order_id", flat=True)) == orders
    assert queued("analytics.count") == [{}]
    count_changes()
    assert set(CountedOrder.objects.values_list("pk", flat=True)) == orders
    assert not ChangedOrder.objects.exists()


def test_what_changes_while_others_are_counted_gets_a_task_of_its_own(staff):
    first, second = (place(person(), {goods(): 1}).id for _ in range(2))
    note(first)
    with psycopg.connect(make_conninfo(settings.DATABASE_URL, dbname=connection.settings_dict["NAME"])) as counting:
        counting.execute("DELETE FROM analytics_changedorder")

        note(second)

    assert list(ChangedOrder.objects.values_list("order_id", flat=True)) == [second]
    assert queued("analytics.count") == [{}, {}]
