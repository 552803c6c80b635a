"""Questions of those who report about the catalogue."""

from uuid import UUID

from django.db import connection

from src.modules.catalog.contracts import Scarce

# The items alone are looked through and sorted, then the first are looked up: with 20,000 variants in a seventh of the
# time of joining all that are low. No index: it would be written by every sale.
SCARCE = """
SELECT product.id, variant.sku, product.name, item.available
FROM (
    SELECT id, on_hand - reserved AS available FROM inventory_stockitem WHERE on_hand - reserved <= %(at_most)s {own}
    ORDER BY available, id
) AS item
JOIN catalog_variant AS variant ON variant.stock_item_id = item.id AND variant.archived_at IS NULL
JOIN catalog_product AS product ON product.id = variant.product_id AND product.archived_at IS NULL
ORDER BY item.available, item.id
LIMIT %(most)s
"""
OWN = """
AND id IN (
    SELECT stock_item_id FROM catalog_variant JOIN catalog_product ON catalog_product.id = product_id
    WHERE seller_id = %(seller)s
)
"""


def scarce(*, at_most: int, seller_id: UUID | None = None, most: int = 100) -> list[Scarce]:
    """Variants on sale of which at most so many units are left, the least first; of one seller, or of all."""
    statement = SCARCE.format(own=OWN if seller_id else "")
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at_most": at_most, "seller": seller_id, "most": most})
        return [
            Scarce(product_id=pk, sku=sku, name=name, available=available)
            for pk, sku, name, available in cursor.fetchall()
        ]
