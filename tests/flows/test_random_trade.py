"""Random sequences of all that can be done with carts, orders, payments and stock, against a model of a few lines."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
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

from src.modules.cart import services as carts
from src.modules.cart.contracts import Holder
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
from src.platform.ids import uuid7
from tests.factories.shops import ADDRESS, goods, person, stock_of

PRICES = [1990, 500]
PAYS_AT_ONCE, PAYS_LATER = {"tok_ok"}, {"tok_async_ok", "tok_requires_action"}
TOKENS = ["tok_ok", "tok_declined", "tok_error", "tok_timeout", "tok_async_ok", "tok_requires_action"]
WHO = st.sampled_from(["buyer", "guest"])
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
    """One buyer, one guest, one admin, two kinds of goods."""

    @initialize()
    def open_shop(self) -> None:
        self.variants = [goods(stock=6, price=price) for price in PRICES]
        self.buyer = person()
        self.staff = Viewer(user_id=person(Role.ADMIN), is_admin=True)
        self.on_hand = [6, 6]
        self.carts: dict[str, dict[int, int]] = {"buyer": {}}
        self.holders = {"buyer": Holder(customer_id=self.buyer)}
        self.email = f"guest-{uuid7()}@example.com"
        self.guest_comes()
        self.orders: dict[Any, Bought] = {}

    def guest_comes(self) -> None:
        opened = carts.open_guest_cart()
        self.holders["guest"] = Holder(token=opened.token, cart_id=opened.id)
        self.carts["guest"] = {}

    def set_aside(self, good: int) -> int:
        return sum(bought.lines.get(good, 0) for bought in self.orders.values() if bought.status == "pending")

    def available(self, good: int) -> int:
        return self.on_hand[good] - self.set_aside(good)

    def sold(self, good: int) -> int:
        kept = [b for b in self.orders.values() if b.paid and b.status not in ("cancelled", "returned")]
        return sum(bought.lines.get(good, 0) for bought in kept)

    def line_of(self, who: str, good: int) -> int:
        """Its id; one that nobody has, if there is none."""
        lines = carts.show(self.holders[who]).lines
        return next((line.id for line in lines if line.variant_id == self.variants[good]), 0)

    @rule(who=WHO, good=st.integers(0, 1), units=st.integers(1, 4))
    def fill(self, who: str, good: int, units: int) -> None:
        wanted = self.carts[who].get(good, 0) + units
        put = partial(carts.add, self.holders[who], variant_id=self.variants[good], quantity=units)

        assert accepted(put) == (wanted <= self.available(good))
        if wanted <= self.available(good):
            self.carts[who][good] = wanted

    @rule(who=WHO, good=st.integers(0, 1), units=st.integers(0, 6))
    def change(self, who: str, good: int, units: int) -> None:
        fits = good in self.carts[who] and (units == 0 or units <= self.available(good))
        have = partial(carts.change, self.holders[who], line_id=self.line_of(who, good), quantity=units)

        assert accepted(have) == fits
        if fits:
            self.carts[who] |= {good: units}
            if units == 0:
                del self.carts[who][good]

    @rule(who=WHO, good=st.integers(0, 1))
    def remove(self, who: str, good: int) -> None:
        taken_out = accepted(partial(carts.remove, self.holders[who], line_id=self.line_of(who, good)))

        assert taken_out == (self.carts[who].pop(good, None) is not None)

    @rule()
    def guest_signs_in(self) -> None:
        """Both have of each good what both had, capped at what there is; never less than the person had."""
        carts.bring_along(self.buyer, self.holders["guest"].token)
        mine = self.carts["buyer"]
        for good, units in self.carts["guest"].items():
            together = min(mine.get(good, 0) + units, self.available(good))
            if together > mine.get(good, 0):
                mine[good] = together
        self.guest_comes()

    @rule(who=WHO, good=st.integers(0, 1), units=st.integers(1, 3), token=st.sampled_from([*TOKENS, "cod", ""]))
    def buy(self, who: str, good: int, units: int, token: str) -> None:
        self.fill(who, good, units)
        lines = self.carts[who]
        short = any(units > self.available(good) for good, units in lines.items())
        choice = PaymentChoice(method="cod") if token == "cod" else PaymentChoice(method="test", token=token)
        whose: dict[str, Any] = {"customer_id": self.buyer}
        if who == "guest":
            whose = {"cart_token": self.holders["guest"].token, "email": self.email}
        wish = checkout.Wish(**whose, address=ADDRESS, payment=choice if token else None)
        good_way = token in {*PAYS_AT_ONCE, *PAYS_LATER, "cod", ""}

        placed = outcome(checkout.place_order, wish)

        assert (placed is not None) == (bool(lines) and not short and good_way)
        if placed is not None:
            paid = token in {*PAYS_AT_ONCE, "cod"}
            self.orders[placed.id] = Bought(dict(lines), "pending", paid=paid, awaited=token in PAYS_LATER)
            self.carts[who] = {}
            if who == "guest":
                self.guest_comes()

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
    def the_carts_are_the_models(self) -> None:
        for who, lines in getattr(self, "carts", {}).items():
            found = {line.variant_id: line.quantity for line in carts.show(self.holders[who]).lines}
            assert found == {self.variants[good]: units for good, units in lines.items()}

    @invariant()
    def the_orders_are_the_models(self) -> None:
        if hasattr(self, "orders"):
            whose = Q(customer_id=self.buyer) | Q(email=self.email)
            found = Order.objects.placed().filter(whose).values_list("pk", "status", "total")
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
