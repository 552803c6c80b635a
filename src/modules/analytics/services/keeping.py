"""Keep the sums: count changed orders anew, or all of them.

An order is counted by what it is, not by what happened to it: what it added before is taken off and what it adds now is
put on, in one transaction. So it does not matter how often, late or out of order events come. One counts at a time.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import timedelta
from itertools import chain
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import OperationalError

from src.modules.analytics.models import ChangedOrder, CountedOrder, Keeping
from src.modules.analytics.services import sums
from src.modules.analytics.services.counting import Entry, entries_of
from src.modules.orders import public as orders
from src.modules.orders.contracts import Trade
from src.modules.orders.events import FulfilmentsMoved, OrderPlaced, PaymentStatusChanged
from src.platform.db.sql import fetch
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.events.outbox import untold_subjects
from src.platform.tasks.queue import enqueue_in

# What is told of orders that may have changed.
KINDS = (OrderPlaced, FulfilmentsMoved, PaymentStatusChanged)
# The key of the advisory lock: nobody else of the shop uses it.
COUNTING = 7210
# Orders that are counted in one transaction.
BATCH = 200
# How long to wait for another who counts; whoever reports then tells what is counted already.
PATIENCE = "2s"
BUSY = "55P03"  # https://www.postgresql.org/docs/current/errcodes-appendix.html: lock_not_available
# How long notes gather before they are counted. Fifty orders at once take a fifth of the time of fifty alone.
SOON = timedelta(seconds=1)

NOTE = """
WITH waiting AS (SELECT FROM analytics_changedorder ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED),
     noted AS (INSERT INTO analytics_changedorder (order_id) VALUES (%s))
SELECT EXISTS (SELECT FROM waiting)
"""
ALONE = "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)"
TAKE_NOTES = """
DELETE FROM analytics_changedorder WHERE id IN (SELECT id FROM analytics_changedorder ORDER BY id LIMIT %s)
RETURNING order_id
"""


@inside_transaction
def note_change(order_id: UUID) -> None:
    """Have the order counted anew, soon, with all others that changed.

    Where a note waits, its task will count ours too: it cannot take a note that we hold before we commit, and having
    taken any looks again. A note that is just being counted is skipped: its task may look no more.
    """
    if fetch(NOTE, [order_id]) == [(False,)]:
        enqueue_in(SOON, "analytics.count")


def count_changes() -> None:
    """Count every order that changed, as far as nobody else is at it."""
    while ChangedOrder.objects.exists() and _tried(_count_noted):
        pass


def catch_up() -> None:
    """Count what is committed and not yet counted, told or not, so that a report is as new as its question."""
    if untold_subjects(*KINDS, most=1) or ChangedOrder.objects.exists():
        _tried(_count_untold)


def keep_up() -> None:
    """Count what was left over; all anew if the shop's zone is not that of the sums."""
    if Keeping.objects.filter(zone=settings.SHOP_TIME_ZONE).exists():
        return count_changes()
    rebuild()
    return None


@atomic
def rebuild() -> int:
    """Count all orders anew: how many there are. Reports answer from the old sums until this is done."""
    _alone(patience="0")
    sums.clear()
    CountedOrder.objects.all().delete()
    Keeping.objects.all().delete()
    kept = Keeping.objects.create(zone=settings.SHOP_TIME_ZONE)
    counted = sum(_write_down(trades, kept) for trades in orders.all_trades())
    sums.link_buyers()
    return counted


def _tried(count: Callable[[], int]) -> int:
    try:
        return count()
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != BUSY:
            raise
        return 0


@atomic
def _count_noted() -> int:
    _alone()
    noted = _take_notes()
    _recount(noted)
    return len(noted)


@atomic
def _count_untold() -> int:
    """What is told later is counted once more, which changes nothing."""
    _alone()
    untold = untold_subjects(*KINDS, most=BATCH)
    noted = _take_notes()
    _recount({*noted, *map(UUID, untold)})
    return len(noted)


def _alone(*, patience: str = PATIENCE) -> None:
    fetch(ALONE, [patience, COUNTING])


def _take_notes() -> set[UUID]:
    return {order_id for (order_id,) in fetch(TAKE_NOTES, [BATCH])}


@inside_transaction
def _recount(order_ids: Collection[UUID]) -> None:
    if not order_ids:
        return
    kept, _ = Keeping.objects.get_or_create(defaults={"zone": settings.SHOP_TIME_ZONE})
    before = CountedOrder.objects.filter(pk__in=order_ids).values_list("entries", flat=True)
    off = [Entry(table, tuple(key), tuple(amounts)) for table, key, amounts in chain.from_iterable(before)]
    on = _counted(orders.trades(order_ids).values(), kept)
    sums.add(chain.from_iterable(on.values()), off)
    CountedOrder.objects.bulk_create(
        [CountedOrder(order_id=pk, entries=entries) for pk, entries in on.items()],
        update_conflicts=True, unique_fields=["order_id"], update_fields=["entries"],
    )  # fmt: skip


def _counted(trades: Iterable[Trade], kept: Keeping) -> dict[UUID, list[Entry]]:
    zone = ZoneInfo(kept.zone)
    return {trade.order_id: entries_of(trade, zone) for trade in trades}


def _write_down(trades: Sequence[Trade], kept: Keeping) -> int:
    on = _counted(trades, kept)
    sums.add(chain.from_iterable(on.values()), [], link=False)
    CountedOrder.objects.bulk_create([CountedOrder(order_id=pk, entries=entries) for pk, entries in on.items()])
    return len(on)
