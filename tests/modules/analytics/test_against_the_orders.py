"""The figures are those of a recomputation from the orders: by brute force, written as the contract speaks."""

import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from itertools import cycle
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from scripts.demo.past import date_back
from src.modules.analytics import services
from src.modules.analytics.contracts import Granularity, Question
from src.modules.analytics.models import (
    BuyerDay,
    CountedOrder,
    DaySum,
    ProductDay,
    ProductMonth,
    ProductQuarter,
    StatusSum,
)
from src.modules.analytics.selectors import figures
from src.modules.orders.contracts import PaymentChoice, Status, Viewer
from src.modules.orders.models import Order
from src.modules.orders.services import fulfilment, paying
from src.modules.payments.models import PaymentRecord
from src.platform.auth.principal import Role
from src.platform.errors import Refusal
from src.platform.events.telling import tell
from src.platform.tasks.registry import run
from tests.factories.shops import goods, person, place

pytestmark = pytest.mark.django_db(transaction=True)

ROADS = [
    [], [], ["shipped"], ["cancelled"], ["shipped", "delivered"], ["shipped", "delivered", "returned"],
]  # fmt: skip
PAYMENTS = [PaymentChoice(method="test", token="tok_ok")] * 4 + [PaymentChoice(method="cod"), None]
PRODUCT = ("seller_id", "currency", "day", "product_id", "units", "revenue")
TABLES: dict[Any, tuple[str, ...]] = {
    DaySum: ("seller_id", "currency", "day", "orders", "revenue", "units"),
    StatusSum: ("seller_id", "currency", "day", "status", "orders"),
    **dict.fromkeys((ProductDay, ProductMonth, ProductQuarter), PRODUCT),
    BuyerDay: ("seller_id", "currency", "buyer_id", "day", "orders", "previous"),
}
# The clock is put forward in Berlin on 29 March 2026 at 1:00 UTC, back in New York on 1 November at 6:00 UTC.
MOMENTS = [
    datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC), datetime(2026, 3, 28, 23, tzinfo=UTC),
    datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC),
    datetime(2026, 11, 1, 3, 59, 59, tzinfo=UTC), datetime(2026, 11, 1, 4, tzinfo=UTC),
    datetime(2026, 11, 2, 4, 59, 59, tzinfo=UTC), datetime(2026, 11, 2, 5, tzinfo=UTC),
    datetime(2025, 12, 31, 10, 59, 59, tzinfo=UTC), datetime(2025, 12, 31, 11, tzinfo=UTC),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _test_gateway(settings):
    settings.TEST_GATEWAY = True


@pytest.fixture
def traded(staff):
    """Thirty orders of three buyers from three shops in two currencies, of which all sorts of things became."""
    dice = random.Random(7)
    sellers = [None, person(Role.SELLER), person(Role.SELLER)]
    shelves = {
        currency: [
            goods(price=dice.randint(1, 5000), currency=currency, seller=seller, stock=500)
            for seller in sellers
            for _ in range(2)
        ]
        for currency in ("EUR", "JPY")
    }
    buyers = [person() for _ in range(3)]
    orders = [_trade(dice, staff, sellers, dice.choice(buyers), shelves) for _ in range(30)]
    date_back([(order, dice.choice(MOMENTS) + timedelta(days=dice.choice([0, 0, 0, 1, 40]))) for order in orders])
    return sellers


def _trade(dice, staff, sellers, buyer, shelves):
    wanted = dice.sample(shelves[dice.choice(["EUR", "EUR", "JPY"])], dice.randint(1, 4))
    order = place(buyer, {variant: dice.randint(1, 3) for variant in wanted}, dice.choice(PAYMENTS))
    admin = Viewer(user_id=staff, is_admin=True)
    acts = [*dice.choice(ROADS), *dice.choice([[], ["refund"], ["refund", "refund"]])]
    if dice.random() < 0.3:
        dice.shuffle(acts)
    for act in acts:
        seller = dice.choice(sellers)
        mover = admin if seller is None or dice.random() < 0.5 else Viewer(user_id=seller, is_seller=True)
        try:
            if act == "refund":
                paying.refund_order(admin, order.id, dice.choice(["1", "7", None]))
            else:
                fulfilment.move(mover, order.id, fulfilment.Step(Status(act)))
        except Refusal:
            continue
    return order.id


def ledger():
    """All orders, each with its parts, its lines, and what its payment records say."""
    records = defaultdict(list)
    for record in PaymentRecord.objects.order_by("at"):
        records[record.reference].append(record)
    orders = Order.objects.placed().prefetch_related("fulfilments", "lines")
    return [(order, order.fulfilments.all(), order.lines.all(), records[str(order.pk)]) for order in orders]


def brute_force(books, zone, currency, seller, first, last):
    """The contract's sentence, order by order: paid, not cancelled, by the time of payment, refunds taken off."""
    days: dict[date, Counter] = defaultdict(Counter)
    products: dict[int, Counter] = defaultdict(Counter)
    buyers, statuses = set(), Counter[str]()
    for order, parts, lines, records in books:
        if order.currency != currency:
            continue
        parts = {part.pk: part for part in parts}
        mine = {pk: part for pk, part in parts.items() if seller is None or part.seller_id == seller}
        if not mine:
            continue
        if first <= order.created_at.astimezone(zone).date() <= last:
            statuses[order.status if seller is None else next(iter(mine.values())).status] += 1
        captured = [record for record in records if record.kind == "captured"]
        paid = captured and order.status != "cancelled" and any(p.status != "cancelled" for p in mine.values())
        if not paid or not first <= (day := captured[0].at.astimezone(zone).date()) <= last:
            continue
        kept = sum(r.amount for r in captured) - sum(r.amount for r in records if r.kind == "refunded")
        lines = [line for line in lines if parts[line.fulfilment_id].status not in ("cancelled", "returned")]
        worth = sum(line.line_total for line in lines)
        own = [line for line in lines if line.fulfilment_id in mine]
        for line in own:
            products[line.product_id]["units"] += line.quantity
            products[line.product_id]["revenue"] += _half_up(Decimal(line.line_total) * kept / worth)
        of_lines = sum(_half_up(Decimal(line.line_total) * kept / worth) for line in own)
        days[day] += Counter(
            orders=1, revenue=kept if seller is None else of_lines, units=sum(line.quantity for line in own)
        )
        buyers.add(order.customer_id)
    return days, products, buyers, statuses


def _half_up(amount):
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def agree(zone_name, sellers):
    compared, zone, books, granularities = Counter[str](), ZoneInfo(zone_name), ledger(), cycle(Granularity)
    for currency in ("EUR", "JPY", "USD"):
        for seller in sellers:
            for first, last in [
                (date(2025, 1, 1), date(2027, 12, 31)), (date(2026, 3, 29), date(2026, 3, 29)),
                (date(2025, 12, 31), date(2026, 3, 28)), (date(2026, 1, 1), date(2026, 11, 1)),
                (date(2026, 10, 31), date(2026, 11, 30)),
            ]:  # fmt: skip
                expected = brute_force(books, zone, currency, seller, first, last)
                granularity = next(granularities)
                asked = Question(first=first, last=last, granularity=granularity, currency=currency, seller_id=seller)
                compared.update(_compare(asked, expected))
    return compared


def _compare(asked, expected):
    days, products, buyers, statuses = expected
    found = services.summary(asked)
    by_period: dict[date, Counter] = defaultdict(Counter)
    for day, sums in days.items():
        by_period[figures.period_of(day, asked.granularity)].update(sums)
    assert {one.period: (one.orders, one.revenue.amount, one.units) for one in found.series} == {
        period: tuple(by_period[period][name] for name in ("orders", "revenue", "units"))
        for period in figures.periods(asked)
    }  # fmt: skip
    assert (found.orders, found.units_sold) == tuple(sum(d[n] for d in days.values()) for n in ("orders", "units"))
    assert found.customers == len(buyers)
    assert {one.product_id: (one.units, one.revenue.amount) for one in found.top_products} == {
        pk: (sums["units"], sums["revenue"]) for pk, sums in products.items()
    }  # fmt: skip
    assert {status: n for status, n in found.by_status.items() if n} == dict(statuses)
    return {"orders": found.orders, "customers": found.customers, "returned": found.by_status["returned"]}


def kept():
    rows = {table.__name__: sorted(table.objects.values_list(*columns), key=str) for table, columns in TABLES.items()}
    return rows | {"counted": {one.pk: sorted(map(str, one.entries)) for one in CountedOrder.objects.all()}}


def test_every_figure_is_that_of_the_orders_whatever_the_time_zone(traded, settings):
    for zone in ("UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland"):
        settings.SHOP_TIME_ZONE = zone

        run("analytics.keep", {})

        compared = agree(zone, traded)
        assert min(compared["orders"], compared["customers"], compared["returned"]) > 0


def test_what_events_kept_is_what_a_rebuild_makes(staff):
    """Told late, in two goes, with some told twice: it is the orders that count, not how one heard of them."""
    dice = random.Random(11)
    sellers = [None, person(Role.SELLER), person(Role.SELLER)]
    shelves = {
        currency: [goods(currency=currency, seller=seller, stock=500) for seller in sellers for _ in range(2)]
        for currency in ("EUR", "JPY")
    }
    buyers = [person() for _ in range(3)]
    for number in range(24):
        _trade(dice, staff, sellers, dice.choice(buyers), shelves)
        if number % 6 == 0:
            while tell():
                pass
        if number % 8 == 0:
            services.count_changes()
    while tell():
        pass
    run("analytics.count", {})
    run("analytics.count", {})
    by_events = kept()

    call_command("rebuild_analytics", stdout=StringIO())

    assert kept() == by_events
    assert len(by_events["counted"]) == 24
