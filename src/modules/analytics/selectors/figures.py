"""Figures out of the read tables: the statements are few, whatever the range, and the rows they read bounded by it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, Sum
from django.db.models.functions import TruncDay, TruncMonth, TruncWeek

from src.modules.analytics.contracts import (
    CategoryFigures,
    Figures,
    Granularity,
    PeriodFigures,
    ProductFigures,
    Question,
)
from src.modules.analytics.models import (
    BuyerDay,
    DaySum,
    ProductDay,
    ProductMonth,
    ProductQuarter,
    ProductSum,
    StatusSum,
)
from src.modules.analytics.selectors.spans import Span, cover
from src.modules.catalog import public as catalog
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


def customers(question: Question) -> int:
    """How many different people bought. One statement that counts index entries, sorts nothing."""
    return BuyerDay.objects.filter(_in(question), previous__lt=question.first).count()


def by_status(question: Question) -> dict[str, int]:
    """Orders placed in the range (paid or not), by where they are now; every status is there. One statement."""
    sums = StatusSum.objects.filter(_in(question)).values_list("status").annotate(Sum("orders"))
    found = dict(sums)
    return {status.value: found.get(status.value, 0) for status in SEEN}


def top_products(question: Question, most: int) -> list[ProductFigures]:
    """What brought most, under the names of today. Two statements."""
    products = _sold(question, "SELECT product_id, units, revenue FROM sold ORDER BY 3 DESC, 2 DESC, 1 LIMIT %s", most)
    return _named_products(products, question.currency)


def top_sellers(question: Question, most: int) -> tuple[list[ProductFigures], list[CategoryFigures]]:
    """The products that brought most; and the categories, by where products stand first today. Three statements."""
    rows = _sold(question, TOP_SELLERS, most, most)
    products = [tuple(row) for is_category, *row in rows if not is_category]
    categories = [tuple(row) for is_category, *row in rows if is_category]
    return _named_products(products, question.currency), _named_categories(categories, question.currency)


# Both out of one sum of all products: it is what takes the time.
TOP_SELLERS = """
(SELECT false, product_id, units, revenue FROM sold ORDER BY 4 DESC, 3 DESC, 2 LIMIT %s)
UNION ALL
(SELECT true, product.places[1], sum(units)::bigint, sum(revenue)::bigint
 FROM sold LEFT JOIN catalog_product AS product ON product.id = sold.product_id
 GROUP BY product.places[1] ORDER BY 4 DESC, 3 DESC, 2 LIMIT %s)
ORDER BY 1, 4 DESC, 3 DESC, 2
"""
SOLD = """
WITH sold AS MATERIALIZED (
    SELECT product_id, sum(units) AS units, sum(revenue)::bigint AS revenue
    FROM ({sums}) AS sums (product_id, units, revenue) GROUP BY product_id
)
"""


def _sold(question: Question, statement: str, *parameters: int) -> list[tuple[Any, ...]]:
    """What is asked of `sold`, the units and revenue of every product."""
    mine = {"seller_id": question.seller_id} if question.seller_id else {}
    first, *more = (
        SUMS[span]._base_manager.filter(currency=question.currency, day__in=days, **mine)
        for span, days in cover(question.first, question.last).items()
    )
    sums = first.values_list("product_id", "units", "revenue").union(
        *(one.values_list("product_id", "units", "revenue") for one in more), all=True
    )
    sql, ranges = sums.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(SOLD.format(sums=sql) + statement, [*ranges, *parameters])
        return list(cursor.fetchall())


SUMS: dict[Span, type[ProductSum]] = {
    Span.DAY: ProductDay, Span.MONTH: ProductMonth, Span.QUARTER: ProductQuarter,
}  # fmt: skip


def _named_products(rows: Sequence[tuple[int, int, int]], currency: str) -> list[ProductFigures]:
    names = catalog.names(product_id for product_id, _, _ in rows)
    return [
        ProductFigures(
            product_id=product_id, name=names[product_id].name if product_id in names else "", units=units,
            revenue=Money(revenue, currency),
        )
        for product_id, units, revenue in rows
    ]  # fmt: skip


def _named_categories(rows: Sequence[tuple[int | None, int, int]], currency: str) -> list[CategoryFigures]:
    names = catalog.category_names(category_id for category_id, _, _ in rows if category_id)
    return [
        CategoryFigures(
            category_id=category_id, name=names.get(category_id or 0, ""), units=units, revenue=Money(revenue, currency)
        )
        for category_id, units, revenue in rows
    ]


def _in(question: Question) -> Q:
    scope = Q(seller_id=question.seller_id) if question.seller_id else Q(seller_id__isnull=True)
    return scope & Q(currency=question.currency, day__range=(question.first, question.last))


def average(figures: Figures) -> Money:
    """What an order brings, to the minor unit, half up."""
    amount, currency = figures.revenue.amount, figures.revenue.currency
    return Money((2 * amount + figures.orders) // (2 * figures.orders) if figures.orders else 0, currency)
