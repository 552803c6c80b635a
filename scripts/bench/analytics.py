"""A summary and the dashboard over a million order lines: python -m scripts.bench.analytics [--lines 1000000]

Starts a PostgreSQL and a Valkey of its own. Makes a catalogue of ten thousand products; makes up what orders of
them would have left in the read tables (two years, fifty sellers, customers who come back), by the same counting that
events use; and asks.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import chain, islice
from typing import Any
from uuid import UUID

from scripts.bench import services

DAYS, PRODUCTS, SELLERS, CHUNK = 730, 10_000, 50, 5_000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lines", type=int, default=1_000_000)
    arguments.add_argument("--times", type=int, default=20)
    options = arguments.parse_args()
    if "BENCH_INSIDE" in os.environ:
        measure(options.lines, options.times)
    else:
        services.with_services("scripts.bench.analytics")


def measure(lines: int, times: int) -> None:
    """Fill the read tables, and ask again and again."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("make_catalogue", products=PRODUCTS)
    began = time.perf_counter()
    orders = _fill(lines)
    print(f"{orders} orders of {lines} lines counted in {time.perf_counter() - began:.0f} s")
    _analyse()
    from src.modules.analytics.contracts import Granularity, Question
    from src.modules.analytics.services.overview import dashboard
    from src.modules.analytics.services.reporting import summary

    today = date(2026, 11, 21)
    for days, granularity in ((30, Granularity.DAY), (365, Granularity.WEEK), (DAYS, Granularity.MONTH)):
        for seller in (None, _seller(1)):
            asked = Question(
                first=today - timedelta(days=days - 1), last=today, granularity=granularity, currency="EUR",
                seller_id=seller,
            )  # fmt: skip
            who = "shop" if seller is None else "seller"
            asks: tuple[Callable[[Question], object], ...] = (summary, dashboard)
            for ask in asks:
                _report(f"{ask.__name__} of the {who}, {days} days", times, partial(ask, asked))


def _report(what: str, times: int, ask: Callable[[], Any]) -> None:
    ask()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    print(f"{what:40} median {statistics.median(took):6.1f} ms   slowest {took[-1]:6.1f} ms")


def _fill(lines: int) -> int:
    from zoneinfo import ZoneInfo

    from django.db import transaction

    from src.modules.analytics.models import Keeping
    from src.modules.analytics.services import sums
    from src.modules.analytics.services.counting import entries_of

    trades, counted, zone = _trades(lines), 0, ZoneInfo("UTC")
    Keeping.objects.create(zone="UTC")
    while chunk := list(islice(trades, CHUNK)):
        with transaction.atomic():
            sums.add(chain.from_iterable(entries_of(trade, zone) for trade in chunk), [], link=False)
        counted += len(chunk)
    sums.link_buyers()
    return counted


def _trades(lines: int) -> Iterator[Any]:
    """Orders of one to five lines, more of popular things, of buyers some of whom come back often."""
    from src.modules.orders.contracts import Trade, TradedLine, TradedPart

    dice = random.Random(1)
    begin, made, number = datetime(2024, 11, 22, tzinfo=UTC), 0, 0
    while made < lines:
        count, number = min(dice.randint(1, 5), lines - made), number + 1
        at = begin + timedelta(days=DAYS * made / lines, seconds=dice.randrange(60))
        chosen = {int(PRODUCTS * dice.random() ** 2) + 1: dice.randint(1, 3) for _ in range(count)}
        by_seller: dict[int, list[TradedLine]] = {}
        for product, units in chosen.items():
            line = TradedLine(product_id=product, units=units, worth=units * (product % 90 + 10) * 100)
            by_seller.setdefault(product % SELLERS, []).append(line)
        due = sum(line.worth for own in by_seller.values() for line in own)
        yield Trade(
            order_id=UUID(int=number), buyer_id=UUID(int=int(100_000 * dice.random() ** 2)), currency="EUR",
            status="delivered", placed_at=at, paid_at=at, kept=due, due=due,
            parts=[TradedPart(seller_id=_seller(s), status="delivered", lines=own) for s, own in by_seller.items()],
        )  # fmt: skip
        made += count


def _seller(number: int) -> UUID | None:
    """The first is the house."""
    return UUID(int=number) if number else None


def _analyse() -> None:
    """What autovacuum does in a running shop."""
    from django.conf import settings
    from psycopg import connect

    with connect(settings.DATABASE_OWNER_URL, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
