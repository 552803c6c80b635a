"""The dashboard's figures: ten statements, whatever the range and however large the shop."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings

from src.modules.analytics.contracts import (
    CategoryFigures,
    Dashboard,
    Figures,
    PeriodFigures,
    Question,
)
from src.modules.analytics.selectors import figures
from src.modules.analytics.services.keeping import catch_up
from src.modules.analytics.services.reporting import added, low_stock
from src.modules.cart import public as cart
from src.modules.catalog import public as catalog
from src.platform.money import Money

TOP, LOW = 8, 8
Days = Mapping[date, tuple[int, int, int]]
Sold = Mapping[int, tuple[int, int]]


def dashboard(question: Question) -> Dashboard:
    """How it goes in those days, and how it went in as many before."""
    catch_up()
    before = question.before()
    days = figures.days(_both(question))
    series, series_before = _periods(question, days), _periods(before, days)
    sold = figures.sold_products(question)
    return Dashboard(
        question=question, now=added(series, question.currency), before=added(series_before, question.currency),
        customers=(figures.customers(question), figures.customers(before)),
        carts=_carts(question) if question.seller_id is None else None,
        series=series, series_before=series_before,
        top_products=figures.named(list(islice(sold.items(), TOP)), question.currency),
        top_categories=_categories(sold, question.currency), low_stock=low_stock(question, LOW),
        by_status=figures.by_status(question),
    )  # fmt: skip


def _both(question: Question) -> Question:
    return Question(
        first=question.before().first, last=question.last, granularity=question.granularity,
        currency=question.currency, seller_id=question.seller_id,
    )  # fmt: skip


def _periods(question: Question, days: Days) -> list[PeriodFigures]:
    sums: dict[date, list[Figures]] = {period: [] for period in figures.periods(question)}
    for day, (orders, revenue, units) in days.items():
        if question.first <= day <= question.last:
            one = Figures(orders=orders, revenue=Money(revenue, question.currency), units=units)
            sums[figures.period_of(day, question.granularity)].append(one)
    return [_period(period, found, question.currency) for period, found in sums.items()]


def _period(period: date, found: list[Figures], currency: str) -> PeriodFigures:
    revenue = Money(sum(one.revenue.amount for one in found), currency)
    orders, units = sum(one.orders for one in found), sum(one.units for one in found)
    return PeriodFigures(period=period, orders=orders, revenue=revenue, units=units)


def _categories(sold: Sold, currency: str) -> list[CategoryFigures]:
    return [
        CategoryFigures(
            category_id=one.category_id, name=one.name, units=one.units, revenue=Money(one.revenue, currency)
        )
        for one in catalog.by_category(sold, most=TOP)
    ]


def _carts(question: Question) -> tuple[int, int]:
    zone = ZoneInfo(settings.SHOP_TIME_ZONE)
    since = datetime.combine(question.first, time(), zone)
    until = datetime.combine(question.last + timedelta(days=1), time(), zone)
    return cart.begun(since, until)
