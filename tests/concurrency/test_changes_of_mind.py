"""One order, and two who want different things of it at the same moment: its buyer, its seller, its own checkout."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from src.modules.catalog.models import Variant
from src.modules.orders.contracts import Viewer
from src.modules.orders.models import Order
from src.modules.orders.services import checkout, fulfilment, paying
from src.modules.payments import public as payments
from src.modules.payments import services
from src.modules.payments.models import SandboxCharge
from tests.factories.shops import ADDRESS, PAID, caller_of, fill_cart, goods, person, place, stock_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unhurried", "the_books_agree")]

PAIRS = 8


def names(results):
    return Counter(type(result).__name__ for result in results)


def kept(orders):
    """What the shop has of their money, when all that is on its way back is back."""
    services.resume(older_than=timedelta(0))
    return [balance.refundable for balance in payments.balances(str(order) for order in orders).values()]


def test_paying_and_cancelling_an_order_at_once_leaves_it_cancelled_and_no_money(together):
    mug, buyers = goods(stock=50), [person() for _ in range(PAIRS)]
    orders = [(ann, place(ann, {mug: 1}, payment=None).id) for ann in buyers]
    acts: list[Any] = []
    for ann, order in orders:
        acts.append(partial(paying.pay_order, Viewer(user_id=ann), order, PAID))
        acts.append(partial(fulfilment.cancel, Viewer(user_id=ann), order))

    results = together(acts)

    assert names(results[1::2]) == {"NoneType": PAIRS}
    assert set(names(results[::2])) <= {"OrderView", "NothingToPay"}
    assert kept(order for _, order in orders) == [0] * PAIRS
    assert set(Order.objects.values_list("status", flat=True)) == {"cancelled"}
    assert set(Order.objects.values_list("payment_status", flat=True)) <= {"unpaid", "refunded"}
    assert stock_of(mug) == (50, 0, 0)


def test_a_checkout_that_ends_while_its_order_is_cancelled_is_cancelled_after_it_or_not_at_all(together):
    mug, openings = goods(stock=50), []
    for _ in range(PAIRS):
        ann = person()
        fill_cart(ann, {mug: 1})
        openings.append(checkout.prepare(checkout.Wish(customer_id=ann, address=ADDRESS, payment=PAID)))
    outcomes = [checkout.pay(opening.order, PAID) for opening in openings]
    acts: list[Any] = []
    for opening, outcome in zip(openings, outcomes, strict=True):
        acts.append(partial(checkout.finalize, opening, outcome))
        acts.append(partial(fulfilment.cancel, Viewer(user_id=opening.order.customer_id), opening.order.pk))

    results = together(acts)

    unknown = [isinstance(result, Exception) for result in results[1::2]]
    assert names(results[::2]) == {"OrderView": PAIRS}
    assert set(names(results[1::2])) <= {"NoneType", "UnknownOrder"}
    found = dict(Order.objects.values_list("pk", "status"))
    assert [found[opening.order.pk] for opening in openings] == [
        "pending" if too_early else "cancelled" for too_early in unknown
    ]
    assert stock_of(mug) == (50, sum(unknown), sum(unknown))


def test_prices_that_change_under_many_checkouts_are_paid_as_they_were_agreed(together):
    mug, buyers = goods(stock=100, price=1990), [person() for _ in range(12)]
    for buyer in buyers:
        fill_cart(buyer, {mug: 1})

    def change(price):
        with transaction.atomic():
            Variant.objects.filter(pk=mug).update(price=price)

    def buy(buyer):
        caller = caller_of(buyer)
        agreed = caller.get("cart/total/").json()["total"]
        body = {"shipping_address": ADDRESS, "payment": {"method": "test", "token": "tok_ok"}}
        return agreed, caller.post("orders/", {**body, "expected_total": agreed})

    acts: list[Any] = []
    for turn, buyer in enumerate(buyers):
        acts.append(partial(change, [2090, 1990][turn % 2]))
        acts.append(partial(buy, buyer))
    answers = together(acts)[1::2]

    for agreed, answer in answers:
        said = answer.json()
        assert (answer.status_code, said.get("code")) in [(201, None), (409, "price_changed")]
        assert (said["total_price"] == agreed) if answer.status_code == 201 else (said["total"] != agreed)
    placed = {str(order.pk): order.total for order in Order.objects.placed()}
    assert dict(SandboxCharge.objects.values_list("reference", "amount")) == placed
    assert len(placed) == sum(answer.status_code == 201 for _, answer in answers)
