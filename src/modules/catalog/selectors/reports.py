"""Questions of those who report about the catalogue."""

from uuid import UUID

from django.db.models import F

from src.modules.catalog.contracts import Scarce
from src.modules.catalog.models import Variant


def scarce(*, at_most: int, seller_id: UUID | None = None, most: int = 100) -> list[Scarce]:
    """Variants on sale of which at most so many units are left, the least first; of one seller, or of all."""
    left = F("stock_item__on_hand") - F("stock_item__reserved")
    found = Variant.objects.filter(archived_at=None, product__archived_at=None)
    if seller_id is not None:
        found = found.filter(product__seller_id=seller_id)
    rows = found.annotate(left=left).filter(left__lte=at_most).order_by("left", "pk")
    columns = rows.values_list("product_id", "sku", "product__name", "left")[:most]
    return [Scarce(product_id=pk, sku=sku, name=name, available=units) for pk, sku, name, units in columns]
