"""The dashboard's figures: ten statements, whatever the range and however large the shop."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from src.modules.analytics.contracts import Dashboard, Question
from src.modules.analytics.selectors import figures, products
from src.modules.analytics.services.keeping import catch_up
from src.modules.analytics.services.reporting import added, low_stock
from src.modules.cart import public as cart

TOP, LOW = 8, 8


def dashboard(question: Question) -> Dashboard:
    """How it goes in those days, and how it went in as many before."""
    catch_up()
    before = question.before()
    customers, customers_before = figures.customers(question, before)
    series, series_before = figures.series(question), figures.series(before)
    top_products, top_categories = products.top_sellers(question, TOP)
    return Dashboard(
        question=question, now=added(series, question.currency), before=added(series_before, question.currency),
        customers=(customers, customers_before),
        carts=_carts(question) if question.seller_id is None else None,
        series=series, series_before=series_before,
        top_products=top_products, top_categories=top_categories, low_stock=low_stock(question, LOW),
        by_status=figures.by_status(question),
    )  # fmt: skip


def _carts(question: Question) -> tuple[int, int]:
    zone = ZoneInfo(settings.SHOP_TIME_ZONE)
    since = datetime.combine(question.first, time(), zone)
    until = datetime.combine(question.last + timedelta(days=1), time(), zone)
    return cart.begun(since, until)
