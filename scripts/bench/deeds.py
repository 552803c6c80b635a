"""Buyers: so many at once, each with a connection of its own, doing the same things again and again."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import jwt

from scripts.bench.load import Measured
from scripts.bench.reference import SIGNING_KEY

ADDRESS = {
    "full_name": "Ann Example", "line1": "Hauptstr. 1", "city": "Berlin", "postal_code": "10115", "country": "DE",
}  # fmt: skip


@dataclass(frozen=True)
class Caller:
    """A client of an API that keeps its connection."""

    connection: HTTPConnection
    headers: dict[str, str]

    @classmethod
    def of(cls, url: str, **headers: str) -> "Caller":
        parts = urlsplit(url)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(HTTPConnection(parts.hostname or "", parts.port), {"Content-Type": "application/json", **named})

    def __call__(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        self.connection.request(method, path, None if body is None else json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        return answer.status, json.loads(content) if content else None


Deed = Callable[[int], bool]


def together(deeds: Sequence[Deed], *, seconds: float) -> Measured:
    """Each deed again and again, all at once. A deed gets its turn's number and says whether it went well."""
    took: list[float] = []
    wrong: list[int] = []
    began = time.perf_counter()

    def repeat(deed: Deed) -> None:
        turn = 0
        while time.perf_counter() - began < seconds:
            start = time.perf_counter()
            if not deed(turn):
                wrong.append(turn)
            took.append(time.perf_counter() - start)
            turn += 1

    threads = [Thread(target=repeat, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - began
    parts = statistics.quantiles(took, n=100) if len(took) > 1 else [0.0] * 99
    return Measured(len(took) / lasted, parts[49] * 1000, parts[98] * 1000, len(wrong))


def our_adding(url: str, token: str, variants: Sequence[int]) -> Deed:
    """Add to cart; a new cart now and then, as buyers have."""
    call = Caller.of(url, Authorization=f"Bearer {token}")

    def add(turn: int) -> bool:
        if turn % 20 == 19:
            call("DELETE", "/api/v1/cart/")
        return call("POST", "/api/v1/cart/", {"variant_id": variants[turn % len(variants)], "quantity": 1})[0] == 201

    return add


def our_purchase(url: str, token: str, variants: Sequence[int]) -> Deed:
    """A whole purchase: two lines, an address, paid, an order."""
    call = Caller.of(url, Authorization=f"Bearer {token}")

    def buy(turn: int) -> bool:
        for line in (0, 1):
            call("POST", "/api/v1/cart/", {"variant_id": variants[(2 * turn + line) % len(variants)], "quantity": 1})
        payment = {"method": "test", "token": "tok_ok"}
        return call("POST", "/api/v1/orders/", {"shipping_address": ADDRESS, "payment": payment})[0] == 201

    return buy


def their_adding(url: str, owner: str, products: Sequence[int]) -> Deed:
    """The same against the reference, whose carts are as long: its owner is another one as often."""
    call = Caller.of(url)

    def add(turn: int) -> bool:
        if turn % 20 == 0:
            call.headers["Authorization"] = _their_token(f"{owner}-{turn // 20}")
        return call("POST", "/cart/", {"product_id": products[turn % len(products)], "quantity": 1})[0] == 201

    return add


def their_purchase(url: str, owner: str, products: Sequence[int]) -> Deed:
    """The same against the reference, which writes the payment down, and asks nobody for it."""
    call = Caller.of(url, Authorization=_their_token(owner))

    def buy(turn: int) -> bool:
        for line in (0, 1):
            call("POST", "/cart/", {"product_id": products[(2 * turn + line) % len(products)], "quantity": 1})
        payment = {"method": "test", "token": "tok_ok"}
        return call("POST", "/orders/", {"shipping_address": ADDRESS, "payment": payment})[0] == 201

    return buy


def _their_token(owner: str) -> str:
    return f"Bearer {jwt.encode({'sub': owner}, SIGNING_KEY)}"
