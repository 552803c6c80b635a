"""Questions of those who report about the catalogue."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection
from django.db.models import F

from src.modules.catalog.contracts import CategorySales, Scarce
from src.modules.catalog.models import Variant

# The products come as arrays: ten thousand parameters take psycopg 0.3 s to read.
BY_CATEGORY = """
SELECT category.id, coalesce(category.name, ''), sum(sold.units)::bigint, sum(sold.revenue)::bigint
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS sold (product_id, units, revenue)
LEFT JOIN catalog_product product ON product.id = sold.product_id
LEFT JOIN catalog_category category ON category.id = product.places[1]
GROUP BY category.id
ORDER BY 4 DESC, 3 DESC, 2
LIMIT %s
"""


def scarce(*, at_most: int, seller_id: UUID | None = None, most: int = 100) -> list[Scarce]:
    """Variants on sale of which at most so many units are left, the least first; of one seller, or of all."""
    left = F("stock_item__on_hand") - F("stock_item__reserved")
    found = Variant.objects.filter(archived_at=None, product__archived_at=None)
    if seller_id is not None:
        found = found.filter(product__seller_id=seller_id)
    rows = found.annotate(left=left).filter(left__lte=at_most).order_by("left", "pk")
    columns = rows.values_list("product_id", "sku", "product__name", "left")[:most]
    return [Scarce(product_id=pk, sku=sku, name=name, available=units) for pk, sku, name, units in columns]


def by_category(sold: Mapping[int, tuple[int, int]], *, most: int) -> list[CategorySales]:
    """Units and revenue (by product id) summed by where products stand first today; the best first. One statement."""
    units, revenue = ([amounts[place] for amounts in sold.values()] for place in (0, 1))
    with connection.cursor() as cursor:
        cursor.execute(BY_CATEGORY, [list(sold), units, revenue, most])
        return [
            CategorySales(category_id=pk, name=name, units=units, revenue=revenue)
            for pk, name, units, revenue in cursor.fetchall()
        ]
