"""The demo's past is possible: real goods, real people, nothing sold twice."""

from collections import Counter
from datetime import timedelta

import pytest

from scripts.demo.content import customers, goods
from scripts.demo.history import Fate, PlannedOrder, plan_orders

GOODS = {good.sku: good for good in goods()}
EMAILS = [customer.email for customer in customers()]


@pytest.fixture(scope="module")
def orders() -> list[PlannedOrder]:
    return plan_orders(goods(), EMAILS)


def test_the_past_holds_a_hundred_and_twenty_orders_of_ninety_days_oldest_first(orders: list[PlannedOrder]) -> None:
    ages = [order.age for order in orders]

    assert len(orders) == 120
    assert ages == sorted(ages, reverse=True)
    assert timedelta(0) < ages[-1] < timedelta(days=1)
    assert timedelta(days=80) < ages[0] < timedelta(days=90)


def test_the_same_seed_gives_the_same_past_and_another_seed_another(orders: list[PlannedOrder]) -> None:
    assert plan_orders(goods(), EMAILS) == orders
    assert plan_orders(goods(), EMAILS, seed=99) != orders


def test_the_past_names_only_known_goods_and_every_customer(orders: list[PlannedOrder]) -> None:
    ordered = {line.sku for order in orders for line in order.lines}

    assert ordered - set(GOODS) == set()
    assert {order.customer_email for order in orders} == set(EMAILS)


@pytest.mark.parametrize("seed", range(5))
def test_no_good_is_ordered_beyond_a_third_of_its_stock(seed: int) -> None:
    units: Counter[str] = Counter()
    for order in plan_orders(goods(), EMAILS, seed=seed):
        units.update({line.sku: line.quantity for line in order.lines})

    assert {sku: count for sku, count in units.items() if 3 * count > GOODS[sku].stock} == {}


def test_an_order_names_a_good_once_and_in_whole_units(orders: list[PlannedOrder]) -> None:
    for order in orders:
        assert 1 <= len({line.sku for line in order.lines}) == len(order.lines) <= 4
        assert min(line.quantity for line in order.lines) >= 1


def test_every_fate_has_its_orders(orders: list[PlannedOrder]) -> None:
    fates = Counter(order.fate for order in orders)

    assert set(fates) == set(Fate)
    assert fates.most_common(1)[0][0] is Fate.DELIVERED


def test_an_order_is_as_far_as_its_age_allows(orders: list[PlannedOrder]) -> None:
    oldest_pending = max(order.age for order in orders if order.fate is Fate.PENDING)
    youngest = {fate: min(order.age for order in orders if order.fate is fate) for fate in Fate}

    assert oldest_pending < timedelta(days=2) <= youngest[Fate.SHIPPED]
    assert timedelta(days=6) <= youngest[Fate.DELIVERED]
    assert timedelta(days=12) <= youngest[Fate.RETURNED]


def test_only_what_was_sent_has_a_tracking_number(orders: list[PlannedOrder]) -> None:
    tracked = {order.fate for order in orders if order.tracking_number}
    untracked = {order.fate for order in orders if not order.tracking_number}

    assert tracked == {Fate.SHIPPED, Fate.DELIVERED, Fate.RETURNED}
    assert untracked == {Fate.PENDING, Fate.CANCELLED}


def test_reviews_are_about_products_of_the_order_that_arrived(orders: list[PlannedOrder]) -> None:
    reviewed = [(order, review) for order in orders for review in order.reviews]

    assert len(reviewed) >= 40
    assert {order.fate for order, _ in reviewed} == {Fate.DELIVERED}
    for order, review in reviewed:
        assert review.product_sku in {GOODS[line.sku].product.sku for line in order.lines}
        assert 1 <= review.opinion.rating <= 5
        assert review.opinion.body != ""


def test_nobody_reviews_a_product_twice_and_no_product_hears_the_same_words_twice(orders: list[PlannedOrder]) -> None:
    reviews = [(order.customer_email, review) for order in orders for review in order.reviews]

    assert len({(email, review.product_sku) for email, review in reviews}) == len(reviews)
    assert len({(review.product_sku, review.opinion) for _, review in reviews}) == len(reviews)


def test_the_reviews_hold_praise_and_complaint(orders: list[PlannedOrder]) -> None:
    assert {review.opinion.rating for order in orders for review in order.reviews} == {1, 2, 3, 4, 5}
