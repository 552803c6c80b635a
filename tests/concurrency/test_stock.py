"""Nothing is sold twice, whoever comes at once."""

from collections import Counter
from functools import partial

import pytest
from django.db import connection

from src.modules.orders.models import Order
from tests.factories.shops import ADDRESS, caller_of, fill_cart, goods, person, place, stock_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unhurried", "the_books_agree")]


def buy(buyer, token="tok_ok"):
    body = {"shipping_address": ADDRESS, "payment": {"method": "test", "token": token}}
    return caller_of(buyer).post("orders/", body).status_code


def test_200_buyers_of_20_units_get_exactly_20(together):
    """Half of them name the two items in the opposite order; some units are set aside already."""
    mug, lamp = goods(stock=25), goods(stock=30)
    for _ in range(5):
        place(person(), {mug: 1, lamp: 1}, payment=None)
    buyers = [person() for _ in range(200)]
    for place_in_line, buyer in enumerate(buyers):
        fill_cart(buyer, {mug: 1, lamp: 1} if place_in_line % 2 else {lamp: 1, mug: 1})
    deadlocks = deadlocks_so_far()

    answers = together([partial(buy, buyer) for buyer in buyers])

    assert Counter(answers) == {201: 20, 409: 180}
    assert (stock_of(mug), stock_of(lamp)) == ((25, 25, 20), (30, 25, 20))
    assert Order.objects.filter(payment_status="paid").count() == 20
    assert deadlocks_so_far() == deadlocks


def deadlocks_so_far() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def test_declined_payments_and_good_ones_at_once_leave_no_unit_behind(together):
    mug = goods(stock=10)
    tokens = ["tok_ok", "tok_declined", "tok_error", "tok_timeout"] * 10
    buyers = [(person(), token) for token in tokens]
    for buyer, _ in buyers:
        fill_cart(buyer, {mug: 1})

    answers = together([partial(buy, buyer, token) for buyer, token in buyers])

    sold = Counter(answers)[201]
    assert 0 < sold <= 10
    assert set(answers) <= {201, 402, 409, 502, 504}
    assert stock_of(mug) == (10, sold, sold)
