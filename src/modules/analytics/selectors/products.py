"""What products sold, summed from the longest spans that make up the days."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from src.modules.analytics.contracts import CategoryFigures, ProductFigures, Question
from src.modules.analytics.selectors.spans import Span, cover
from src.modules.catalog import public as catalog
from src.platform.money import Money

# What is asked of it follows, so that all products are summed once: it is what takes the time.
SOLD = """
WITH sold AS MATERIALIZED (
    SELECT product_id, sum(units) AS units, sum(revenue)::bigint AS revenue
    FROM (
        SELECT * FROM analytics_productquarter WHERE day = ANY(%(quarters)s::date[])
        UNION ALL SELECT * FROM analytics_productmonth WHERE day = ANY(%(months)s::date[])
        UNION ALL SELECT * FROM analytics_productday WHERE day = ANY(%(days)s::date[])
    ) AS sums
    WHERE currency = %(currency)s AND (%(seller)s::uuid IS NULL OR seller_id = %(seller)s::uuid)
    GROUP BY product_id
)
"""
TOP_PRODUCTS = "SELECT product_id, units, revenue FROM sold ORDER BY 3 DESC, 2 DESC, 1 LIMIT %(most)s"
TOP_SELLERS = """
(SELECT false, product_id, '', units, revenue FROM sold ORDER BY 5 DESC, 4 DESC, 2 LIMIT %(most)s)
UNION ALL
(SELECT true, category.id, coalesce(category.name, ''), sum(units)::bigint, sum(revenue)::bigint
 FROM sold
 LEFT JOIN catalog_product AS product ON product.id = sold.product_id
 LEFT JOIN catalog_category AS category ON category.id = product.places[1]
 GROUP BY category.id ORDER BY 5 DESC, 4 DESC, 3 LIMIT %(most)s)
ORDER BY 1, 5 DESC, 4 DESC, 3, 2
"""


def top_products(question: Question, most: int) -> list[ProductFigures]:
    """What brought most, under the names of today. Two statements."""
    return _named_products(_sold(question, TOP_PRODUCTS, most), question.currency)


def top_sellers(question: Question, most: int) -> tuple[list[ProductFigures], list[CategoryFigures]]:
    """The products that brought most; and the categories, by where products stand first today. Two statements."""
    rows = _sold(question, TOP_SELLERS, most)
    products = [(pk, units, revenue) for is_category, pk, _, units, revenue in rows if not is_category]
    categories = [
        CategoryFigures(category_id=pk, name=name, units=units, revenue=Money(revenue, question.currency))
        for is_category, pk, name, units, revenue in rows
        if is_category
    ]
    return _named_products(products, question.currency), categories


def _sold(question: Question, asked: str, most: int) -> list[tuple[Any, ...]]:
    spans = cover(question.first, question.last)
    with connection.cursor() as cursor:
        cursor.execute(
            SOLD + asked,
            {
                "quarters": spans[Span.QUARTER], "months": spans[Span.MONTH], "days": spans[Span.DAY],
                "currency": question.currency, "seller": question.seller_id, "most": most,
            },
        )  # fmt: skip
        return list(cursor.fetchall())


def _named_products(rows: Sequence[tuple[int, int, int]], currency: str) -> list[ProductFigures]:
    names = catalog.names(product_id for product_id, _, _ in rows)
    return [
        ProductFigures(
            product_id=product_id, name=names[product_id].name if product_id in names else "", units=units,
            revenue=Money(revenue, currency),
        )
        for product_id, units, revenue in rows
    ]  # fmt: skip
