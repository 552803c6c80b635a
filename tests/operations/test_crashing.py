"""Stopped and killed in the middle of whatever it does: after one sweep nothing is lost, and nothing is half done."""

import random

import pytest

from tests.operations.buying import enrolled, make_admin, stocked
from tests.operations.client import Client
from tests.operations.crashing import bout, traders_of
from tests.operations.shop import Shop, free_port, opened_folder

pytestmark = pytest.mark.operations

BUYERS, BLOWS = 3, 4


def test_after_any_stop_or_kill_and_one_sweep_no_order_lacks_money_and_no_money_its_order():
    with opened_folder() as data:
        shop = Shop(data, free_port(), RATE_LIMIT_SCALE="0")
        try:
            shop.wait_until_ready()
            admin = make_admin(shop)
            sku = stocked(admin, stock=100_000)
            for number in range(BUYERS):
                enrolled(admin, Client(shop.port), number).http.close()
            traders = traders_of(shop, admin, sku, count=BUYERS, name="trader")

            shop, findings = bout(shop, traders, random.Random(7), blows=BLOWS)
        finally:
            shop.end()

    answered = [order for trader in traders for order in trader.orders]
    assert (findings["wrong"], findings["left"]) == ([], {"checkouts": 0, "refunds": 0})
    assert len(set(answered)) == len(answered) > BUYERS
    assert set(answered) <= set(findings["orders"])
    assert set(findings["orders"].values()) <= {"paid", "refunded", "partially_refunded"}
    for client in [admin, *(trader.buyer for trader in traders)]:
        client.http.close()
