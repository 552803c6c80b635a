"""Reports."""

from django.conf import settings

from src.modules.analytics.contracts import Figures, LowStock, PeriodFigures, Question, Summary
from src.modules.analytics.selectors import figures, products
from src.modules.analytics.services.keeping import catch_up
from src.modules.catalog import public as catalog
from src.platform.money import Money

# What a summary shows of the best, and of what runs out.
TOP, LOW = 10, 100


def summary(question: Question) -> Summary:
    """How the shop, or a seller, did in those days; as new as the question."""
    catch_up()
    series = figures.series(question)
    whole = added(series, question.currency)
    (customers,) = figures.customers(question)
    return Summary(
        orders=whole.orders, revenue=whole.revenue, average_order_value=figures.average(whole),
        units_sold=whole.units, customers=customers, currency=question.currency, series=series,
        top_products=products.top_products(question, TOP), low_stock=low_stock(question),
        by_status=figures.by_status(question),
    )  # fmt: skip


def series(question: Question) -> list[PeriodFigures]:
    """The periods alone."""
    catch_up()
    return figures.series(question)


def added(series: list[PeriodFigures], currency: str) -> Figures:
    """The figures of all periods together."""
    revenue = Money(sum(one.revenue.amount for one in series), currency)
    return Figures(orders=sum(one.orders for one in series), revenue=revenue, units=sum(one.units for one in series))


def low_stock(question: Question, most: int = LOW) -> list[LowStock]:
    """What of the shop's, or the seller's, goods on sale runs out; the least first."""
    scarce = catalog.scarce(at_most=settings.LOW_STOCK, seller_id=question.seller_id, most=most)
    return [LowStock(product_id=one.product_id, sku=one.sku, name=one.name, stock=one.available) for one in scarce]
