"""Buyers who buy, cancel and get refunds, while the shop is stopped and killed under them."""

import itertools
import json
import random
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx

from tests.operations.buying import BREATH, PASSWORD, insist, purchase
from tests.operations.client import Client
from tests.operations.shop import Shop, until

ENDS = (signal.SIGTERM, signal.SIGKILL)
INQUEST = "from tests.operations.inquest import hold; hold()"


@dataclass
class Trader:
    """A buyer, and the administrator who gives a part of the money back."""

    buyer: Client
    admin: Client
    sku: str
    name: str
    orders: list[str] = field(default_factory=list)

    def trade_until(self, over: threading.Event) -> None:
        """Buy one after the other; cancel the second of three, and have a part of the third refunded."""
        for turn in itertools.count():
            key = f"{self.name}-{turn}"
            order = None if over.is_set() else insist(partial(purchase, self.buyer, self.sku, key))
            if order is None:
                return
            self.orders.append(order)
            if turn % 3 == 1:
                persist(partial(self.buyer.call, "DELETE", f"orders/{order}/"))
            if turn % 3 == 2:
                refund = partial(self.admin.call, "POST", f"orders/{order}/refund/", {"amount": "1.00"})
                persist(partial(refund, **{"Idempotency-Key": key}))
            time.sleep(BREATH)


def persist(call: Callable[[], httpx.Response]) -> None:
    """Until there is an answer; that it was done before is one."""
    end = time.monotonic() + 90
    while time.monotonic() < end:
        try:
            if call().status_code in (200, 204, 409):
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("never got through")


def bout(shop: Shop, traders: list[Trader], chance: random.Random, *, blows: int) -> tuple[Shop, dict[str, Any]]:
    """So many stops and kills of the web process at random moments, then of the whole shop at once.

    The shop as it runs after that, and what the inquest found.
    """
    over = threading.Event()
    with ThreadPoolExecutor(len(traders)) as crowd:
        trading = [crowd.submit(trader.trade_until, over) for trader in traders]
        try:
            for blow in range(blows):
                time.sleep(chance.uniform(0.2, 1.0))
                strike(shop, ENDS[blow % 2])
            time.sleep(chance.uniform(0.2, 1.0))
            shop = struck_down(shop)
        finally:
            over.set()
        for outcome in trading:
            outcome.result()
    return shop, inquest(shop)


def strike(shop: Shop, end: signal.Signals) -> None:
    """End the web process, and wait until its successor sells."""
    victim = shop.child("web")
    assert victim is not None
    victim.send_signal(end)
    victim.wait(10)
    assert until(lambda: shop.child("web") not in (None, victim) and shop.is_open(), seconds=60)


def struck_down(shop: Shop) -> Shop:
    """The power fails; it comes back."""
    for process in shop.family():
        process.kill()
    shop.end()
    again = Shop(shop.data, shop.port, demo=False, **shop.settings)
    again.wait_until_ready()
    return again


def inquest(shop: Shop) -> dict[str, Any]:
    """What one sweep left, and what is wrong then."""
    held = shop.manage("shell", "-v0", "-c", INQUEST)
    assert held.returncode == 0, held.stdout + held.stderr
    return dict(json.loads(held.stdout.strip().splitlines()[-1]))


def traders_of(shop: Shop, admin: Client, sku: str, *, count: int, name: str) -> list[Trader]:
    """Customers who have an account already, signed in."""
    addresses = [f"buyer{number}@shop.example" for number in range(count)]
    buyers = [Client(shop.port).sign_in(address, PASSWORD) for address in addresses]
    return [Trader(buyer, admin, sku, f"{name}-{number}") for number, buyer in enumerate(buyers)]
