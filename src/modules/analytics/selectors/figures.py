"""Figures out of the read tables: the statements are few, whatever the range, and the rows they read bounded by it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from django.db import connection
from django.db.models import Q, Sum, Value
from django.db.models.functions import TruncDay, TruncMonth, TruncWeek

from src.modules.analytics.contracts import Figures, Granularity, PeriodFigures, Question
from src.modules.analytics.models import BuyerDay, DaySum, StatusSum
from src.modules.orders.contracts import SEEN
from src.platform.money import Money

TRUNCATED = {Granularity.DAY: TruncDay, Granularity.WEEK: TruncWeek, Granularity.MONTH: TruncMonth}


def series(question: Question) -> list[PeriodFigures]:
    """The figures of each period in the range, in order; those in which nothing happened too. One statement."""
    rows = DaySum.objects.filter(_in(question)).annotate(period=TRUNCATED[question.granularity]("day"))
    sums = rows.values("period").annotate(o=Sum("orders"), r=Sum("revenue"), u=Sum("units"))
    found = {period: sums for period, *sums in sums.values_list("period", "o", "r", "u")}
    return [_period(period, found.get(period, NOTHING), question.currency) for period in periods(question)]


NOTHING = (0, 0, 0)


def _period(period: date, sums: Sequence[int], currency: str) -> PeriodFigures:
    orders, revenue, units = sums
    return PeriodFigures(period=period, orders=orders, revenue=Money(revenue, currency), units=units)


def periods(question: Question) -> Iterator[date]:
    """The first day of each day, week or month that the range touches."""
    day = period_of(question.first, question.granularity)
    while day <= question.last:
        yield day
        day = period_of(day + timedelta(days=STEPS[question.granularity]), question.granularity)


# More days than the period has, and fewer than two of them have.
STEPS = {Granularity.DAY: 1, Granularity.WEEK: 7, Granularity.MONTH: 31}


def period_of(day: date, granularity: Granularity) -> date:
    """The first day of the period that a day belongs to."""
    if granularity is Granularity.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if granularity is Granularity.MONTH else day


def customers(*questions: Question) -> list[int]:
    """How many different people bought in each range. One statement that counts index entries, sorts nothing."""
    bought = [BuyerDay.objects.filter(_in(one), previous__lt=one.first).values_list(Value(1)) for one in questions]
    counts, parameters = zip(*(rows.query.sql_with_params() for rows in bought), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(map(COUNT.format, counts))}", list(chain.from_iterable(parameters)))
        return list(cursor.fetchone() or ())


COUNT = "(SELECT count(*) FROM ({}) AS bought)"


def by_status(question: Question) -> dict[str, int]:
    """Orders placed in the range (paid or not), by where they are now; every status is there. One statement."""
    sums = StatusSum.objects.filter(_in(question)).values_list("status").annotate(Sum("orders"))
    found = dict(sums)
    return {status.value: found.get(status.value, 0) for status in SEEN}


def _in(question: Question) -> Q:
    scope = Q(seller_id=question.seller_id) if question.seller_id else Q(seller_id__isnull=True)
    return scope & Q(currency=question.currency, day__range=(question.first, question.last))


def average(figures: Figures) -> Money:
    """What an order brings, to the minor unit, half up."""
    amount, currency = figures.revenue.amount, figures.revenue.currency
    return Money((2 * amount + figures.orders) // (2 * figures.orders) if figures.orders else 0, currency)
