"""Sellers and admins keep their goods: new, changed, gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models.functions import Now

from src.modules.catalog.contracts import ImageDraft, ProductDraft
from src.modules.catalog.models import Product, ProductCategory, Variant
from src.modules.catalog.services.categories import keep_categories
from src.modules.catalog.services.creation import create_products
from src.modules.catalog.services.images import replace_images
from src.modules.catalog.services.ownership import Merchant, locked_product, only_variant
from src.modules.identity import public as identity
from src.modules.inventory import public as inventory
from src.platform.auth.roles import Role
from src.platform.db.transactions import atomic
from src.platform.errors import Forbidden, Unprocessable


@dataclass(frozen=True, kw_only=True)
class ProductChange:
    """What becomes of a product; None stays as it is. Price in minor units of `currency`, stock in units.

    `price`, `stock` and `sku` are those of the only variant. `stock_was` is what the caller saw.
    """

    name: str | None = None
    description: str | None = None
    sku: str | None = None
    currency: str | None = None
    price: int | None = None
    stock: int | None = None
    stock_was: int | None = None
    category_ids: Sequence[int] | None = None
    images: Sequence[ImageDraft] | None = None
    seller_id: UUID | None = None


@atomic
def add_product(merchant: Merchant, draft: ProductDraft) -> int:
    """A new product of the merchant, or, by an admin, of the seller named or the house: its id."""
    if draft.seller_id is not None:
        _check_seller(merchant, draft.seller_id)
    keep_categories(draft.category_ids)
    owned = draft if merchant.is_admin else replace(draft, seller_id=merchant.id)
    return create_products([owned], actor=str(merchant.id))[0]


@atomic
def change_product(merchant: Merchant, product_id: int, change: ProductChange, *, revision: int | None = None) -> None:
    """Change a product. Raises Stale if `revision` is given and no longer its own; StockChanged, SkuTaken, …"""
    product = locked_product(merchant, product_id, revision=revision)
    if change.seller_id is not None:
        _check_seller(merchant, change.seller_id)
    if change.category_ids is not None:
        _place_anew(product, change.category_ids)
    if change.images is not None:
        replace_images(product.pk, change.images)
    _change_row(product, change)
    _change_only_variant(product, change, actor=str(merchant.id))


@atomic
def archive_product(merchant: Merchant, product_id: int, *, revision: int | None = None) -> None:
    """Take a product off the shelves. It stays in the books: orders, movements and reviews refer to it."""
    product = locked_product(merchant, product_id, revision=revision)
    Product.objects.filter(pk=product.pk).update(archived_at=Now())
    Variant.objects.filter(product=product, archived_at__isnull=True).update(archived_at=Now())


def _check_seller(merchant: Merchant, seller_id: UUID) -> None:
    if seller_id == merchant.id:
        return
    if not merchant.is_admin:
        raise Forbidden
    seller = identity.people([seller_id]).get(seller_id)
    if seller is None or seller.role is not Role.SELLER:
        raise Unprocessable.of("seller_id", "unknown_seller", "There is no such seller.")


def _place_anew(product: Product, category_ids: Sequence[int]) -> None:
    keep_categories(category_ids)
    wanted = list(dict.fromkeys(category_ids))
    standing = ProductCategory.objects.filter(product=product).order_by("position", "pk")
    if wanted == list(standing.values_list("category_id", flat=True)):
        return
    standing.delete()
    ProductCategory.objects.bulk_create(
        ProductCategory(product=product, category_id=category, position=position)
        for position, category in enumerate(wanted)
    )


def _change_row(product: Product, change: ProductChange) -> None:
    columns: Mapping[str, Any] = {
        "name": change.name,
        "description": change.description,
        "sku": change.sku,
        "currency": change.currency,
        "seller_id": change.seller_id,
    }
    changed = {column: value for column, value in columns.items() if value is not None}
    if changed:
        Product.objects.filter(pk=product.pk).update(**changed)


def _change_only_variant(product: Product, change: ProductChange, *, actor: str) -> None:
    """What says the same as before asks for nothing: a client may send back what it read of several variants."""
    if change.currency not in (None, product.currency) and change.price is None:
        raise Unprocessable.of("price", "price_required", "A new currency needs a new price.")
    columns = {"price": (change.price, product.price), "sku": (change.sku, product.sku)}
    changed = {name: new for name, (new, old) in columns.items() if new not in (None, old)}
    if "sku" in changed and product.variant_skus != product.sku:
        changed.pop("sku")
    if changed:
        Variant.objects.filter(pk=only_variant(product.pk).pk).update(**changed)
    if change.stock is not None:
        _count_anew(product, change.stock, change.stock_was, actor=actor)


def _count_anew(product: Product, stock: int, stock_was: int | None, *, actor: str) -> None:
    """Stock is written by a movement of the difference, never by overwriting a count."""
    if stock_was is None and stock == product.stock_group.available:
        return
    item = only_variant(product.pk).stock_item_id
    seen = None if stock_was is None else {item: stock_was}
    inventory.set_available({item: stock}, seen=seen, actor=actor, reason="counted")
