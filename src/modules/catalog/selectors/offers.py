"""Questions about the catalogue, for the modules above."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db.models import F, QuerySet

from src.modules.catalog.contracts import Named, Sellable
from src.modules.catalog.errors import UnknownProduct
from src.modules.catalog.models import Category, Product, ProductImage, Variant
from src.platform.db.sql import fetch, sql_beside

SELLABLES, SOLD_COUNTS = sql_beside(__file__, "sellables_v1"), sql_beside(__file__, "sold_counts_v1")


def media_url() -> str:
    """Where files of ours are read: absolute, so that a front end elsewhere finds them."""
    prefix: str = settings.MEDIA_URL
    return prefix if prefix.startswith("http") else settings.PUBLIC_URL + prefix


def address_of(image: ProductImage) -> str:
    """Where a picture is read."""
    return media_url() + image.file if image.file else image.url


def sellables(variant_ids: Iterable[int]) -> dict[int, Sellable]:
    """Those of the variants that are on sale, by id: price, name and stock as they are now, in one statement."""
    rows = fetch(SELLABLES, {"variant_ids": list(variant_ids), "media_url": media_url()})
    return {row[0]: _sellable(row) for row in rows}


def _sellable(row: tuple[Any, ...]) -> Sellable:
    variant, product, item, sku, name, slug, image, options, price, currency, seller, available = row
    return Sellable(
        variant_id=variant, product_id=product, stock_item_id=item, sku=sku, name=name, slug=slug, image=image,
        options=orjson.loads(options), price=price, currency=currency, seller_id=seller, available=available,
    )  # fmt: skip


def _on_sale() -> "QuerySet[Variant]":
    return Variant.objects.filter(archived_at__isnull=True, product__archived_at__isnull=True)


def variants_of(product_ids: Iterable[int]) -> dict[int, list[int]]:
    """The variants on sale of each product, in their order; products that are not on sale are left out."""
    rows = _on_sale().filter(product_id__in=set(product_ids)).order_by("product_id", "position", "pk")
    found: dict[int, list[int]] = {}
    for product, variant in rows.values_list("product_id", "pk"):
        found.setdefault(product, []).append(variant)
    return found


def variants_by_sku(skus: Iterable[str]) -> dict[str, int]:
    """The variants on sale by SKU; unknown SKUs are left out."""
    return dict(_on_sale().filter(sku__in=set(skus)).values_list("sku", "pk"))


def variants_of_sku(sku: str) -> list[int]:
    """The variant on sale with this SKU; all of the product's where it is the SKU of a product as a whole."""
    rows = _on_sale().order_by("position", "pk").values_list("pk", flat=True)
    return list(rows.filter(sku=sku)) or list(rows.filter(product__sku=sku))


def names(product_ids: Iterable[int]) -> dict[int, Named]:
    """How products are called, archived ones too, by id."""
    rows = Product.objects.filter(pk__in=set(product_ids)).values(
        "name", "slug", "sku", "seller_id", product_id=F("pk")
    )
    return {row["product_id"]: Named(**row) for row in rows}


def sellers_of(product_ids: Iterable[int]) -> dict[int, UUID | None]:
    """Who sells each of the products on sale, by id; None is the house. Others are left out."""
    rows = Product.objects.filter(pk__in=set(product_ids), archived_at__isnull=True)
    return dict(rows.values_list("pk", "seller_id"))


def products_of_items(stock_item_ids: Iterable[int]) -> dict[int, int]:
    """The product that each stock item belongs to, by the item's id."""
    rows: dict[int, int] = dict(
        Variant.objects.filter(stock_item_id__in=set(stock_item_ids)).values_list("stock_item_id", "product_id")
    )
    return rows


def categories_by_slug(slugs: Iterable[str]) -> dict[str, int]:
    """Categories by slug; unknown ones are left out."""
    return dict(Category.objects.filter(slug__in=set(slugs)).values_list("slug", "pk"))


def sold_counts(product_ids: Iterable[int]) -> dict[int, int]:
    """Units sold of each product on sale, by id."""
    return dict(fetch(SOLD_COUNTS, [list(set(product_ids))]))


def currency_of(product_id: int) -> str:
    """The currency of a product on sale. Raises UnknownProduct."""
    rows = Product.objects.filter(pk=product_id, archived_at__isnull=True).values_list("currency", flat=True)
    for currency in rows:
        return currency
    raise UnknownProduct
