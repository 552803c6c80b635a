"""Killed (-9) between any two steps: after one sweep there is no order without money, and no money without an order."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from django.db import connections

from src.modules.orders.contracts import PaymentChoice, Viewer
from src.modules.orders.models import Order
from src.modules.orders.services import checkout, completion, fulfilment, paying, settlement, sweeping
from src.modules.payments import public as payments
from src.modules.payments import services
from src.modules.payments.gateways.sandbox import Sandbox
from src.platform.auth.principal import Role
from src.platform.http import idempotency
from tests.factories.shops import ADDRESS, caller_of, fill_cart, goods, person, place, stock_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unhurried", "the_books_agree")]

BODY = {"shipping_address": ADDRESS, "payment": {"method": "test", "token": "tok_ok"}}
AT_ONCE = timedelta(0)
NOTHING, BOUGHT = ("undone", (10, 0, 0)), ("pending", (10, 2, 2))


def die(*_: Any, **__: Any) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives this")


def after(call: Callable[..., Any]) -> Callable[..., NoReturn]:
    def run(*args: Any, **kwargs: Any) -> NoReturn:
        call(*args, **kwargs)
        die()

    return run


def killed(act: Callable[[], Any]) -> bool:
    """Do it in a process of its own; was that killed on its way?"""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def sweep() -> None:
    """What the worker does every half minute."""
    sweeping.resume_checkouts(older_than=AT_ONCE)
    for _ in range(2):
        services.resume(older_than=AT_ONCE)


@pytest.fixture
def mug():
    return goods(stock=10, price=1990)


# Where the process dies: (what is replaced there, by what, what the buyer then has).
STEPS = {
    "before prepare commits": (checkout, "_set_aside", after(checkout._set_aside), None),
    "before the gateway is asked": (checkout, "pay", die, NOTHING),
    "after the gateway took the money": (Sandbox, "charge", after(Sandbox.charge), BOUGHT),
    "before finalize begins": (checkout, "finalize", die, BOUGHT),
    "before finalize commits": (completion, "_announce", after(completion._announce), BOUGHT),
    "after finalize committed": (checkout, "_as_placed", die, BOUGHT),
    "before the answer is kept": (idempotency, "keep", die, BOUGHT),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_checkout_killed_at_any_step_is_completed_or_undone(monkeypatch, mug, step):
    where, name, instead, expected = STEPS[step]
    ann = person()
    fill_cart(ann, {mug: 2})

    with monkeypatch.context() as dying:
        dying.setattr(where, name, instead)
        assert killed(lambda: caller_of(ann).post("orders/", BODY, **{"Idempotency-Key": "k1"}))
    sweep()

    found = [(order.status, stock_of(mug)) for order in Order.objects.all()]
    assert found == ([expected] if expected else [])
    again = caller_of(ann).post("orders/", BODY, **{"Idempotency-Key": "k1"})
    assert again.status_code == 201
    assert Order.objects.placed().count() == 1
    assert stock_of(mug) == (10, 2, 2)


@pytest.mark.parametrize("token", ["tok_declined", "tok_timeout"])
def test_a_checkout_killed_before_it_is_undone_is_undone(monkeypatch, mug, token):
    ann = person()
    fill_cart(ann, {mug: 2})
    body = {**BODY, "payment": {"method": "test", "token": token}}

    with monkeypatch.context() as dying:
        dying.setattr(completion, "undo", die)
        assert killed(lambda: caller_of(ann).post("orders/", body))
    sweep()

    # The gateway did take the money of `tok_timeout`: the buyer gets what was paid for.
    assert [order.status for order in Order.objects.all()] == ["undone" if token == "tok_declined" else "pending"]


REFUND_STEPS = {
    "before the gateway is asked": (payments, "give_back", die),
    "after the gateway gave it": (Sandbox, "refund", after(Sandbox.refund)),
    "before it is written down": (settlement, "follow_the_money", after(settlement.follow_the_money)),
}


@pytest.mark.parametrize("step", REFUND_STEPS)
def test_a_refund_killed_at_any_step_is_given_once(monkeypatch, mug, step):
    where, name, instead = REFUND_STEPS[step]
    order = place(person(), {mug: 2})
    staff = Viewer(user_id=person(Role.ADMIN), is_admin=True)

    with monkeypatch.context() as dying:
        dying.setattr(where, name, instead)
        assert killed(lambda: paying.refund_order(staff, order.id, "10.00"))
    sweep()

    balance = payments.balances([str(order.id)])[str(order.id)]
    assert (balance.captured, balance.refunding, balance.refunded) == (3980, 0, 1000)
    assert Order.objects.get().payment_status == "partially_refunded"


def test_a_cancellation_killed_before_the_money_went_back_gives_it_back(monkeypatch, mug):
    ann = person()
    order = place(ann, {mug: 2})

    with monkeypatch.context() as dying:
        dying.setattr(payments, "give_back", die)
        assert killed(lambda: fulfilment.cancel(Viewer(user_id=ann), order.id))
    sweep()

    assert (Order.objects.get().status, Order.objects.get().payment_status) == ("cancelled", "refunded")
    assert stock_of(mug) == (10, 0, 0)


def test_a_later_payment_killed_after_the_gateway_took_it_pays_the_order(monkeypatch, mug):
    ann = person()
    order = place(ann, {mug: 2}, payment=None)

    with monkeypatch.context() as dying:
        dying.setattr(Sandbox, "charge", after(Sandbox.charge))
        choice = PaymentChoice(method="test", token="tok_ok")
        assert killed(lambda: paying.pay_order(Viewer(user_id=ann), order.id, choice))
    sweep()

    assert (Order.objects.get().payment_status, stock_of(mug)) == ("paid", (10, 2, 2))
