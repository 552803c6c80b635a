"""Who may change what: the first step of every change."""

from dataclasses import dataclass
from uuid import UUID

from src.modules.catalog.errors import NotYours, UnknownProduct, VariantRequired
from src.modules.catalog.models import Product, Variant
from src.platform.db.transactions import inside_transaction
from src.platform.errors import Stale


@dataclass(frozen=True)
class Merchant:
    """Who keeps the goods: an admin all of them, a seller the own ones."""

    id: UUID
    is_admin: bool


@inside_transaction
def locked_product(merchant: Merchant, product_id: int, *, revision: int | None = None) -> Product:
    """A product that the merchant may change, until the transaction ends. Raises UnknownProduct, NotYours, Stale."""
    rows = Product.objects.filter(pk=product_id, archived_at__isnull=True).defer("search", "name_search")
    product = rows.select_for_update(no_key=True).first()
    if product is None:
        raise UnknownProduct
    _check(merchant, product.seller_id)
    if revision is not None and product.revision != revision:
        raise Stale
    return product


def only_variant(product_id: int) -> Variant:
    """What is bought of a product without options. Raises VariantRequired."""
    variants = Variant.objects.filter(product_id=product_id, archived_at__isnull=True)[:2]
    if len(variants) != 1:
        raise VariantRequired
    return variants[0]


def check_owner(merchant: Merchant, product_id: int) -> None:
    """Raises UnknownProduct, NotYours."""
    rows = Product.objects.filter(pk=product_id, archived_at__isnull=True).values_list("seller_id", flat=True)
    for seller_id in rows:
        return _check(merchant, seller_id)
    raise UnknownProduct


def items_of(merchant: Merchant, product_id: int) -> list[int]:
    """The stock items of all variants that the product has or had. One statement. Raises UnknownProduct, NotYours."""
    variants = Variant.objects.filter(product_id=product_id, product__archived_at__isnull=True)
    rows = list(variants.values_list("stock_item_id", "product__seller_id"))
    if not rows:
        raise UnknownProduct
    _check(merchant, rows[0][1])
    return [item for item, _ in rows]


def _check(merchant: Merchant, seller_id: UUID | None) -> None:
    if not merchant.is_admin and seller_id != merchant.id:
        raise NotYours
