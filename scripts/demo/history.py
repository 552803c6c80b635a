"""The demo shop's past: who ordered what, when, what became of it, and what was said about it.

Pure data. Given the same goods, customers and seed, the same past.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from scripts.demo.content import Good, Product

DAYS = 90
# A share of each stock that the past may take, so that the catalogue's figures stay nearly what they say.
MOST_SOLD = 1 / 3
# How often a buyer writes about a product that arrived.
REVIEWED = 0.4
# Ratings and their weights: most people write when they are pleased.
HOW_OFTEN = {5: 9, 4: 5, 3: 2, 2: 1, 1: 1}


class Fate(StrEnum):
    """What became of an order by today."""

    PENDING = "pending"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"


@dataclass(frozen=True)
class PlannedLine:
    sku: str
    quantity: int


@dataclass(frozen=True)
class Opinion:
    """A rating from 1 to 5 with its words; the title may be empty."""

    rating: int
    title: str
    body: str


@dataclass(frozen=True)
class PlannedReview:
    """What the order's customer says about a product, named by the SKU of the product, not of the variant."""

    product_sku: str
    opinion: Opinion


@dataclass(frozen=True)
class PlannedOrder:
    """An order placed `age` ago. Only what was shipped has a tracking number, only what arrived has reviews."""

    customer_email: str
    lines: tuple[PlannedLine, ...]
    age: timedelta
    fate: Fate
    tracking_number: str = ""
    reviews: tuple[PlannedReview, ...] = ()


def plan_orders(
    goods: Sequence[Good], customer_emails: Sequence[str], *, seed: int = 1, count: int = 120
) -> list[PlannedOrder]:
    """The orders of the last 90 days, oldest first. No good is ordered beyond a third of its stock."""
    dice = random.Random(seed)
    shelf = _Shelf(goods, dice)
    ages = sorted((_age(dice) for _ in range(count)), reverse=True)
    orders = [_order(dice, shelf, dice.choice(customer_emails), age) for age in ages]
    return list(_with_reviews(dice, orders, {good.sku: good for good in goods}))


class _Shelf:
    """What is left to order, the popular things first in reach."""

    def __init__(self, goods: Sequence[Good], dice: random.Random) -> None:
        self._dice = dice
        self._left = {good.sku: int(good.stock * MOST_SOLD) for good in goods}
        variants = Counter(good.product.sku for good in goods)
        # A few things sell all the time and most of them rarely, as in any shop; dear ones less often.
        liking = {product_sku: dice.paretovariate(1.5) / count for product_sku, count in variants.items()}
        self._weights = {good.sku: liking[good.product.sku] / float(good.price) ** 0.5 for good in goods}

    def take(self, wanted: int) -> tuple[PlannedLine, ...]:
        """Up to `wanted` different goods, at least one."""
        skus = {self._pick() for _ in range(wanted)}
        return tuple(self._line(sku) for sku in sorted(skus))

    def _pick(self) -> str:
        offered = [sku for sku, left in self._left.items() if left]
        return self._dice.choices(offered, [self._weights[sku] for sku in offered])[0]

    def _line(self, sku: str) -> PlannedLine:
        quantity = min(self._left[sku], self._dice.choices((1, 2, 3, 4), (70, 20, 6, 4))[0])
        self._left[sku] -= quantity
        return PlannedLine(sku, quantity)


def _age(dice: random.Random) -> timedelta:
    """Somewhere in the last 90 days, more often lately: the shop grows."""
    return timedelta(days=0.05 + (DAYS - 0.1) * dice.random() ** 1.35)


def _order(dice: random.Random, shelf: _Shelf, customer_email: str, age: timedelta) -> PlannedOrder:
    lines = shelf.take(dice.choices((1, 2, 3, 4), (45, 30, 17, 8))[0])
    fate = _fate(dice, age)
    left_the_house = fate in (Fate.SHIPPED, Fate.DELIVERED, Fate.RETURNED)
    tracking_number = f"MP{dice.randrange(10**9, 10**10)}" if left_the_house else ""
    return PlannedOrder(customer_email, lines, age, fate, tracking_number)


def _fate(dice: random.Random, age: timedelta) -> Fate:
    """Parcels leave within two days, arrive within six, and come back within twelve if at all."""
    if dice.random() < 0.07:
        return Fate.CANCELLED
    if age < timedelta(days=2):
        return Fate.PENDING
    if age < timedelta(days=6):
        return Fate.SHIPPED
    sent_back = age > timedelta(days=12) and dice.random() < 0.06
    return Fate.RETURNED if sent_back else Fate.DELIVERED


def _with_reviews(
    dice: random.Random, orders: Sequence[PlannedOrder], goods: Mapping[str, Good]
) -> Iterator[PlannedOrder]:
    """The same orders, some of them with opinions: one a person and product."""
    voices = _Voices(dice)
    reviewed: set[tuple[str, str]] = set()
    for order in orders:
        arrived = order.lines if order.fate is Fate.DELIVERED else ()
        bought = {goods[line.sku].product.sku: goods[line.sku].product for line in arrived}
        fresh = [sku for sku in sorted(bought) if (order.customer_email, sku) not in reviewed]
        telling = [sku for sku in fresh if dice.random() < REVIEWED]
        reviewed.update((order.customer_email, sku) for sku in telling)
        yield replace(order, reviews=tuple(PlannedReview(sku, voices.on(bought[sku])) for sku in telling))


class _Voices:
    """Finds words that fit a product, rather such as were not heard before."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._heard: Counter[Opinion] = Counter()
        self._heard_of: set[tuple[str, Opinion]] = set()

    def on(self, product: Product) -> Opinion:
        """An opinion that nobody has yet given about this product, as long as there is one."""
        fitting = _fitting(product)
        unheard = [opinion for opinion in fitting if (product.sku, opinion) not in self._heard_of] or fitting
        weights = [HOW_OFTEN[opinion.rating] / 4 ** self._heard[opinion] for opinion in unheard]
        chosen = self._dice.choices(unheard, weights)[0]
        self._heard[chosen] += 1
        self._heard_of.add((product.sku, chosen))
        return chosen


def _fitting(product: Product) -> list[Opinion]:
    home = product.categories[0]
    return [opinion for path, opinions in _opinions().items() if home.startswith(path) for opinion in opinions]


@cache
def _opinions() -> dict[str, list[Opinion]]:
    """What may be said, by the category that it fits; what fits everything stands under the empty path."""
    texts = json.loads(Path(__file__).with_name("reviews.json").read_text(encoding="utf-8"))
    return {path: [Opinion(**entry) for entry in entries] for path, entries in texts.items()}
