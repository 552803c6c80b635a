"""Questions of those who report about the catalogue."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from src.modules.catalog.contracts import Scarce, Shelved
from src.modules.catalog.models import Category, Product, Variant


def scarce(*, at_most: int, seller_id: UUID | None = None, most: int = 100) -> list[Scarce]:
    """Variants on sale of which at most so many units are left, the least first; of one seller, or of all."""
    left = F("stock_item__on_hand") - F("stock_item__reserved")
    found = Variant.objects.filter(archived_at=None, product__archived_at=None)
    if seller_id is not None:
        found = found.filter(product__seller_id=seller_id)
    rows = found.annotate(left=left).filter(left__lte=at_most).order_by("left", "pk")
    columns = rows.values_list("product_id", "sku", "product__name", "left")[:most]
    return [Scarce(product_id=pk, sku=sku, name=name, available=units) for pk, sku, name, units in columns]


def shelved(product_ids: Iterable[int]) -> dict[int, Shelved]:
    """How products are called and where they stand first, by id. One statement."""
    main = Category.objects.filter(pk=OuterRef("places__0"))
    rows = Product.objects.filter(pk__in=set(product_ids)).annotate(main=Subquery(main.values("name")))
    return {
        pk: Shelved(name=name, category_id=category, category_name=main or "")
        for pk, name, category, main in rows.values_list("pk", "name", "places__0", "main")
    }
