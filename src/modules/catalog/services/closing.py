"""A shop closes, with all that it sells, and may open again."""

from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db.models import Exists, F, OuterRef

from src.modules.catalog.models import ON_SALE, Product, Variant
from src.platform.db.transactions import inside_transaction


@inside_transaction
def close_shop(seller_id: UUID) -> None:
    """Take all that a seller sells off the shelves. It stays in the books. Safe to run twice."""
    goods = Product.objects.filter(ON_SALE, seller_id=seller_id)
    ids = list(goods.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    Variant.objects.filter(ON_SALE, product_id__in=ids).update(archived_at=TransactionNow())
    Product.objects.filter(pk__in=ids).update(archived_at=TransactionNow(), closed=True)


@inside_transaction
def open_shop(seller_id: UUID) -> None:
    """Put back what went with the shop, but for what has found another SKU or address taken. Safe to run twice."""
    goods = Product.objects.filter(closed=True, seller_id=seller_id).exclude(_taken(Product, "sku"))
    closed = goods.exclude(_taken(Product, "slug")).order_by("pk").select_for_update(no_key=True)
    ids = list(closed.values_list("pk", flat=True))
    # What went together went at the same moment: variants taken off before that stay off.
    gone = Variant.objects.filter(product_id__in=ids, archived_at=F("product__archived_at"))
    gone.exclude(_taken(Variant, "sku")).update(archived_at=None)
    standing = Variant.objects.filter(ON_SALE, product_id__in=ids).values("product_id")
    Product.objects.filter(pk__in=standing).update(archived_at=None, closed=False)


def _taken(kind: type[Product] | type[Variant], column: str) -> Exists:
    return Exists(kind._default_manager.filter(ON_SALE, **{column: OuterRef(column)}))
