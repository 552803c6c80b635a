"""Random sequences of all that can be done with carts, orders, payments and stock, against a model of a few lines."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from src.modules.catalog import public as catalog
from src.modules.inventory import public as inventory
from src.modules.orders.contracts import PaymentChoice, Status, Viewer
from src.modules.orders.models import Order
from src.modules.orders.services import checkout, fulfilment, paying, sweeping
from src.modules.orders.services.books import discrepancies
from src.modules.payments import public as payments
from src.modules.payments import services as gateways
from src.modules.payments.gateways import sandbox
from src.platform.auth.principal import Role
from src.platform.errors import Refusal
from tests.factories.shops import ADDRESS, fill_cart, goods, person, stock_of

PRICES = [1990, 500]
PAYS_AT_ONCE, PAYS_LATER = {"tok_ok"}, {"tok_async_ok", "tok_requires_action"}
TOKENS = ["tok_ok", "tok_declined", "tok_error", "tok_timeout", "tok_async_ok", "tok_requires_action"]
AFTER = {"shipped": "pending", "delivered": "shipped", "cancelled": "pending", "returned": "delivered"}


@dataclass
class Bought:
    """What the model knows of an order."""

    lines: dict[int, int]
    status: str
    paid: bool
    awaited: bool
    given_back: int = 0

    @property
    def total(self) -> int:
        return sum(PRICES[good] * units for good, units in self.lines.items())


class Trade(RuleBasedStateMachine):
    """One buyer, one admin, two kinds of goods."""

    @initialize()
    def open_shop(self) -> None:
        self.variants = [goods(stock=6, price=price) for price in PRICES]
        self.buyer = person()
        self.staff = Viewer(user_id=person(Role.ADMIN), is_admin=True)
        self.on_hand = [6, 6]
        self.cart: dict[int, int] = {}
        self.orders: dict[Any, Bought] = {}

    def set_aside(self, good: int) -> int:
        return sum(bought.lines.get(good, 0) for bought in self.orders.values() if bought.status == "pending")

    def sold(self, good: int) -> int:
        kept = [b for b in self.orders.values() if b.paid and b.status not in ("cancelled", "returned")]
        return sum(bought.lines.get(good, 0) for bought in kept)

    @rule(good=st.integers(0, 1), units=st.integers(1, 4))
    def fill(self, good: int, units: int) -> None:
        fits = self.cart.get(good, 0) + units <= self.on_hand[good] - self.set_aside(good)
        assert accepted(fill_cart, self.buyer, {self.variants[good]: units}) == fits
        if fits:
            self.cart[good] = self.cart.get(good, 0) + units

    @rule(good=st.integers(0, 1), units=st.integers(1, 3), token=st.sampled_from([*TOKENS, "cod", ""]))
    def buy(self, good: int, units: int, token: str) -> None:
        self.fill(good, units)
        short = any(units > self.on_hand[good] - self.set_aside(good) for good, units in self.cart.items())
        choice = PaymentChoice(method="cod") if token == "cod" else PaymentChoice(method="test", token=token)
        wish = checkout.Wish(customer_id=self.buyer, address=ADDRESS, payment=choice if token else None)
        good_way = token in {*PAYS_AT_ONCE, *PAYS_LATER, "cod", ""}

        placed = outcome(checkout.place_order, wish)

        assert (placed is not None) == (bool(self.cart) and not short and good_way)
        if placed is not None:
            status = Bought(self.cart, "pending", paid=token in {*PAYS_AT_ONCE, "cod"}, awaited=token in PAYS_LATER)
            self.orders[placed.id] = status
            self.cart = {}

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), to=st.sampled_from(["shipped", "delivered", "cancelled", "returned"]))
    def move(self, data: st.DataObject, to: str) -> None:
        order_id = data.draw(st.sampled_from(list(self.orders)))
        bought = self.orders[order_id]
        allowed = bought.status == AFTER[to] and (to != "shipped" or bought.paid)

        assert accepted(fulfilment.move, self.staff, order_id, fulfilment.Step(Status(to))) == allowed
        if allowed:
            bought.status = to
            for good, units in bought.lines.items():
                self.on_hand[good] += {"shipped": -units, "returned": units}.get(to, 0)

    @precondition(lambda self: any(bought.awaited for bought in self.orders.values()))
    @rule(data=st.data(), times=st.integers(1, 2))
    def gateway_tells(self, data: st.DataObject, times: int) -> None:
        order_id = data.draw(st.sampled_from([key for key, bought in self.orders.items() if bought.awaited]))
        body = sandbox.webhook_of(order_id)
        for _ in range(times):
            headers = {sandbox.SIGNATURE_HEADER: sandbox.signature(body)}
            gateways.receive_webhook("test", body, headers)
        bought = self.orders[order_id]
        bought.awaited, bought.paid = False, bought.paid or bought.status == "pending"

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), amount=st.integers(1, 3000))
    def refund(self, data: st.DataObject, amount: int) -> None:
        order_id = data.draw(st.sampled_from(list(self.orders)))
        left = payments.balances([str(order_id)])[str(order_id)].refundable

        asked = f"{amount // 100}.{amount % 100:02}"
        assert accepted(paying.refund_order, self.staff, order_id, asked) == (amount <= left)

    @rule(good=st.integers(0, 1), units=st.integers(1, 3))
    def receive(self, good: int, units: int) -> None:
        item = catalog.sellables([self.variants[good]])[self.variants[good]].stock_item_id
        with transaction.atomic():
            inventory.receive({item: units})
        self.on_hand[good] += units

    @precondition(lambda self: self.orders)
    @rule()
    def sweep(self) -> None:
        """Late money of undone checkouts comes and goes; webhooks that were not told yet stay so."""
        sweeping.resume_checkouts(older_than=timedelta(0))
        gateways.resume(older_than=timedelta(0))

    @invariant()
    def the_counts_are_the_models(self) -> None:
        for good, variant in enumerate(getattr(self, "variants", [])):
            assert stock_of(variant) == (self.on_hand[good], self.set_aside(good), self.sold(good))

    @invariant()
    def the_orders_are_the_models(self) -> None:
        if hasattr(self, "orders"):
            found = Order.objects.placed().bought_by(self.buyer).values_list("pk", "status", "total")
            assert sorted(found) == sorted((pk, bought.status, bought.total) for pk, bought in self.orders.items())

    @invariant()
    def the_books_agree(self) -> None:
        assert discrepancies() == []


def accepted(act: Any, *arguments: Any) -> bool:
    return outcome(act, *arguments, done=True) is not None


def outcome(act: Any, *arguments: Any, done: Any = None) -> Any:
    """What came of it; None if it was refused."""
    try:
        return act(*arguments) or done
    except Refusal:
        return None


@pytest.mark.django_db
def test_whatever_is_done_in_whatever_order_the_books_agree(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.MAX_UNPAID_ORDERS = 1000

    run_state_machine_as_test(Trade, settings=UNHURRIED)


UNHURRIED = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
