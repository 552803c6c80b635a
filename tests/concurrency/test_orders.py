"""One order, one cart, one key, one payment: who comes second finds it done, and does no harm."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.db import transaction

from src.modules.cart import public as cart
from src.modules.catalog.models import Variant
from src.modules.orders.contracts import Status, Viewer
from src.modules.orders.models import Order
from src.modules.orders.services import checkout, fulfilment, paying, sweeping
from src.modules.payments import public as payments
from src.modules.payments import services
from src.modules.payments.gateways.sandbox import Sandbox
from src.modules.payments.models import SandboxCharge
from src.platform.auth.principal import Role
from tests.concurrency.conftest import do_it
from tests.factories.shops import ADDRESS, PAID, caller_of, fill_cart, goods, person, place, stock_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unhurried", "the_books_agree")]

BODY = {"shipping_address": ADDRESS, "payment": {"method": "test", "token": "tok_ok"}}


def buy(customer):
    return caller_of(customer).post("orders/", BODY).status_code


def end(opening):
    return checkout.finalize(opening, checkout.pay(opening.order, PAID))


def codes(answers):
    return Counter((answer.status_code, answer.json().get("code", "")) for answer in answers)


def test_parallel_twins_with_one_key_make_one_order(together):
    ann, mug = person(), goods(stock=10)
    fill_cart(ann, {mug: 1})

    answers = together([lambda: caller_of(ann).post("orders/", BODY, **{"Idempotency-Key": "k1"})] * 8)

    placed = [answer for answer in answers if answer.status_code == 201]
    assert {answer.content for answer in placed} == {placed[0].content}
    assert set(codes(answers)) <= {(201, ""), (409, "idempotency_in_progress")}
    assert (Order.objects.placed().count(), SandboxCharge.objects.count(), stock_of(mug)) == (1, 1, (10, 1, 1))
    late = caller_of(ann).post("orders/", BODY, **{"Idempotency-Key": "k1"})
    assert (late.content, late["Idempotent-Replayed"]) == (placed[0].content, "true")


def test_two_tabs_with_one_cart_make_one_order(together):
    ann, mug = person(), goods(stock=10)
    fill_cart(ann, {mug: 2})

    answers = together([lambda: caller_of(ann).post("orders/", BODY)] * 8)

    assert codes(answers)[201, ""] == 1, codes(answers)
    assert set(codes(answers)) <= {(201, ""), (409, "cart_empty"), (409, "checkout_in_progress")}
    assert (SandboxCharge.objects.count(), stock_of(mug)) == (1, (10, 2, 2))


def test_a_second_tab_never_waits_for_the_end_of_the_first(monkeypatch):
    """It would hold the cart meanwhile, which the first one needs to end: each would wait for the other."""
    ann, mug, heard, other_tab = person(), goods(stock=10), [], ThreadPoolExecutor(1)
    fill_cart(ann, {mug: 2})
    close = cart.close

    def close_while_another_tab_tries(*arguments, **facts):
        again = partial(caller_of(ann).post, "orders/", BODY)
        heard.append(other_tab.submit(do_it, again, None).result(timeout=10))
        close(*arguments, **facts)

    monkeypatch.setattr(cart, "close", close_while_another_tab_tries)

    assert buy(ann) == 201
    assert codes(heard) == {(409, "checkout_in_progress"): 1}


def test_what_is_put_into_the_cart_during_a_checkout_is_not_lost():
    ann, mug, lamp = person(), goods(stock=10), goods(stock=10)
    fill_cart(ann, {mug: 2})
    opening = checkout.prepare(checkout.Wish(customer_id=ann, address=ADDRESS, payment=PAID))
    fill_cart(ann, {mug: 1, lamp: 1})

    checkout.finalize(opening, checkout.pay(opening.order, PAID))

    left = caller_of(ann).get("cart/").json()
    assert [(item["variant_id"], item["quantity"]) for item in left["items"]] == [(mug, 1), (lamp, 1)]


def test_a_price_that_changes_during_the_checkout_does_not_change_the_order():
    ann, mug = person(), goods(stock=10, price=1990)
    fill_cart(ann, {mug: 1})
    opening = checkout.prepare(checkout.Wish(customer_id=ann, address=ADDRESS, payment=PAID, expected_total="19.90"))
    with transaction.atomic():
        Variant.objects.filter(pk=mug).update(price=1)

    order = checkout.finalize(opening, checkout.pay(opening.order, PAID))

    assert (order.total_price.amount, SandboxCharge.objects.get().amount) == (1990, 1990)


def test_a_price_that_changed_before_is_told():
    ann, mug = person(), goods(stock=10, price=1990)
    fill_cart(ann, {mug: 1})
    with transaction.atomic():
        Variant.objects.filter(pk=mug).update(price=2090)

    answer = caller_of(ann).post("orders/", {**BODY, "expected_total": "19.90"})

    assert (answer.status_code, answer.json()["code"], answer.json()["total"]) == (409, "price_changed", "20.90")
    assert SandboxCharge.objects.count() == 0


def test_a_slow_gateway_holds_nobody_up(together, monkeypatch):
    """While one buyer's bank thinks, others buy the same goods; and the cart stays the one it was."""
    asked, answer = Event(), Event()
    charge = Sandbox.charge

    def thinks(self, wanted):
        if wanted.token == "tok_slow":
            asked.set()
            assert answer.wait(20)
        return charge(self, wanted)

    monkeypatch.setattr(Sandbox, "charge", thinks)
    ann, bob, mug = person(), person(), goods(stock=2)
    fill_cart(ann, {mug: 1})

    def slow():
        return caller_of(ann).post("orders/", {**BODY, "payment": {"method": "test", "token": "tok_slow"}}).status_code

    def quick():
        assert asked.wait(20)
        fill_cart(bob, {mug: 1})
        bought = caller_of(bob).post("orders/", BODY).status_code
        again = caller_of(ann).post("orders/", BODY).json()["code"]
        answer.set()
        return bought, again

    assert together([slow, quick]) == [402, (201, "checkout_in_progress")]
    assert stock_of(mug) == (2, 1, 1)


def test_refunds_at_once_never_give_back_more_than_was_paid(together):
    order = place(person(), {goods(price=1000): 1})
    staff = caller_of(person(Role.ADMIN), Role.ADMIN)
    staff_token = staff.access

    def refund():
        caller = caller_of(person(Role.ADMIN), Role.ADMIN)
        caller.access = staff_token
        return caller.post(f"orders/{order.id}/refund/", {"amount": "3.00"})

    answers = together([refund] * 8)

    assert codes(answers) == {(200, ""): 3, (409, "over_refund"): 5}
    balance = payments.balances([str(order.id)])[str(order.id)]
    assert (balance.captured, balance.refunded, balance.refunding) == (1000, 900, 0)


def test_cancelling_and_shipping_at_once_has_one_winner(together):
    mug, ann = goods(stock=10), person()
    orders = [place(ann, {mug: 1}) for _ in range(6)]
    staff = Viewer(user_id=person(Role.ADMIN), is_admin=True)
    acts: list[Any] = []
    for order in orders:
        acts.append(partial(fulfilment.cancel, Viewer(user_id=ann), order.id))
        acts.append(partial(fulfilment.move, staff, order.id, fulfilment.Step(Status.SHIPPED)))

    results = together(acts)

    refused = [result for result in results if isinstance(result, Exception)]
    assert [type(result).__name__ for result in refused] == ["InvalidTransition"] * 6
    shipped = Order.objects.filter(status="shipped").count()
    assert Order.objects.filter(status="cancelled", payment_status="refunded").count() == 6 - shipped
    assert stock_of(mug) == (10 - shipped, 0, shipped)


def test_checkouts_and_cancellations_of_the_same_goods_at_once(together):
    mug, lamp = goods(stock=30), goods(stock=30)
    regulars = [person() for _ in range(10)]
    orders = [(ann, place(ann, {mug: 1, lamp: 1})) for ann in regulars]
    buyers = [person() for _ in range(10)]
    for buyer in buyers:
        fill_cart(buyer, {lamp: 1, mug: 1})
    acts: list[Any] = [partial(fulfilment.cancel, Viewer(user_id=ann), order.id) for ann, order in orders]
    acts += [partial(buy, buyer) for buyer in buyers]

    assert together(acts) == [None] * 10 + [201] * 10
    assert (stock_of(mug), stock_of(lamp)) == ((30, 10, 10), (30, 10, 10))


def test_paying_twice_at_once_takes_the_money_once(together):
    ann, mug = person(), goods()
    order = place(ann, {mug: 1}, payment=None)

    results = together([lambda: paying.pay_order(Viewer(user_id=ann), order.id, PAID)] * 6)

    names = Counter(type(result).__name__ for result in results)
    assert names["OrderView"] == 1
    assert set(names) <= {"OrderView", "NothingToPay", "PaymentInProgress"}
    assert SandboxCharge.objects.count() == 1


def test_the_sweeper_and_a_slow_checkout_meet_without_harm(together):
    mug = goods(stock=50)
    openings = []
    for _ in range(12):
        ann = person()
        fill_cart(ann, {mug: 1})
        openings.append(checkout.prepare(checkout.Wish(customer_id=ann, address=ADDRESS, payment=PAID)))
    acts: list[Any] = []
    for opening in openings:
        acts.append(partial(end, opening))
        acts.append(partial(sweeping.resume_checkouts, older_than=timedelta(0)))

    together(acts)
    for _ in range(2):
        services.resume(older_than=timedelta(0))

    placed = Order.objects.placed().count()
    assert stock_of(mug) == (50, placed, placed)
    assert not Order.objects.filter(status="opening").exists()
