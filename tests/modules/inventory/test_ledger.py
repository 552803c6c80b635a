"""Stock is what the ledger says, whoever writes."""

import pytest
from django.db import DatabaseError, connection, transaction

from src.modules.inventory import public as inventory
from src.modules.inventory.contracts import Level
from src.modules.inventory.errors import OutOfStock, StockChanged, UnknownStockItem
from src.modules.inventory.models import StockGroup, StockItem, StockMovement
from src.modules.inventory.selectors import miscounted_groups, miscounted_items
from src.platform.db.transactions import NoTransaction, atomic

pytestmark = pytest.mark.django_db


def shelf(*counts: int) -> list[int]:
    """Items of one group with so many units each."""
    with transaction.atomic():
        group = inventory.open_groups(1)[0]
        items = inventory.open_items([group] * len(counts))
        inventory.receive(dict(zip(items, counts, strict=True)))
    return items


def test_what_came_in_can_be_sold():
    (mug,) = shelf(3)

    assert inventory.levels([mug]) == {mug: Level(on_hand=3, reserved=0, sold=0)}


def test_setting_aside_more_than_there_is_leaves_nothing_behind():
    mug, lamp = shelf(1, 5)

    with pytest.raises(OutOfStock) as refusal:
        atomic(inventory.reserve)("order-1", {mug: 2, lamp: 1})

    assert refusal.value.details == {"items": [{"item": mug, "requested": 2, "available": 1}]}
    assert inventory.levels([lamp])[lamp].reserved == 0
    assert not StockMovement.objects.filter(reference="order-1").exists()


def test_an_order_goes_through_the_house_and_back():
    (mug,) = shelf(5)

    with transaction.atomic():
        inventory.reserve("order-1", {mug: 2})
        inventory.sell("order-1", {mug: 2})
        inventory.ship("order-1", {mug: 2})
        inventory.take_back("order-1", {mug: 2}, sold=True)
        inventory.reserve("order-2", {mug: 1})
        inventory.sell("order-2", {mug: 1})

    assert inventory.levels([mug]) == {mug: Level(on_hand=5, reserved=1, sold=1)}
    assert list(StockGroup.objects.values_list("available", "sold")) == [(4, 1)]


def test_a_movement_of_an_unknown_item_is_refused():
    with pytest.raises(UnknownStockItem):
        atomic(inventory.receive)({987654321: 1})


def test_a_count_that_moved_meanwhile_is_not_overwritten():
    (mug,) = shelf(5)

    with pytest.raises(StockChanged) as refusal:
        atomic(inventory.set_available)({mug: 9}, seen={mug: 4})

    assert refusal.value.details == {"available": 5}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE inventory_stockitem SET on_hand = 99",
        "UPDATE inventory_stockitem SET sold = 99",
        "UPDATE inventory_stockgroup SET available = 99",
        "UPDATE inventory_stockmovement SET quantity = 99",
        "DELETE FROM inventory_stockmovement",
        "INSERT INTO inventory_stockitem (group_id, on_hand, reserved, sold)"
        " SELECT id, 9, 0, 0 FROM inventory_stockgroup",
        "INSERT INTO inventory_stockgroup (available, sold) VALUES (9, 0)",
        "INSERT INTO inventory_stockmovement (item_id, kind, quantity, reference, actor, reason)"
        " SELECT id, 'received', -1, '', '', '' FROM inventory_stockitem",
    ],
)
def test_no_statement_but_a_movement_changes_stock(statement):
    (mug,) = shelf(5)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert inventory.levels([mug]) == {mug: Level(on_hand=5, reserved=0, sold=0)}


def test_plain_sql_moves_stock_by_the_same_rule():
    (mug,) = shelf(5)

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO inventory_stockmovement (item_id, kind, quantity, reference, actor, reason)"
            " VALUES (%s, 'adjusted', -2, '', '', 'broken')",
            [mug],
        )

    assert StockItem.objects.get().on_hand == 3
    assert not miscounted_items().exists()
    assert not miscounted_groups().exists()


def test_stock_does_not_move_outside_a_transaction():
    with pytest.raises(NoTransaction):
        inventory.reserve("order-1", {1: 1})
