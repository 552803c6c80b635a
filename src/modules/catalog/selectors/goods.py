"""All that is on sale, product by product, for files: a few hundred are in memory at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain
from uuid import UUID

from django.db.models import F, Func

from src.modules.catalog.models import ON_SALE, Product, ProductCategory, ProductImage, Variant
from src.modules.catalog.selectors.offers import media_url

PRODUCTS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ShownVariant:
    """Price in minor units of the product's currency, stock in units that can be sold."""

    sku: str
    options: dict[str, str]
    price: int
    stock: int


@dataclass(slots=True)
class ShownProduct:
    """A product with all that a file tells of it. `category_ids` the main one first, images as address and text."""

    sku: str
    slug: str
    name: str
    description: str
    currency: str
    variants: list[ShownVariant] = field(default_factory=list)
    category_ids: list[int] = field(default_factory=list)
    images: list[tuple[str, str]] = field(default_factory=list)


def goods_on_sale(*, seller_id: UUID | None = None, currency: str = "") -> Iterator[ShownProduct]:
    """In the order in which they came to be; a seller's alone, or those in one currency, where asked for."""
    wanted = Product.objects.filter(ON_SALE).order_by("pk")
    if seller_id:
        wanted = wanted.filter(seller_id=seller_id)
    if currency:
        wanted = wanted.filter(currency=currency)
    columns = ("pk", "sku", "slug", "name", "description", "currency")
    last = 0
    while rows := list(wanted.filter(pk__gt=last).values_list(*columns)[:PRODUCTS_AT_ONCE]):
        products = {pk: ShownProduct(*values) for pk, *values in rows}
        _complete(products)
        yield from (product for product in products.values() if product.variants)
        last = rows[-1][0]


def option_names(seller_id: UUID | None = None) -> list[str]:
    """Every name of an option that something on sale has, in the order in which products show them."""
    variants = Variant.objects.filter(ON_SALE, product__archived_at=None)
    if seller_id:
        variants = variants.filter(product__seller_id=seller_id)
    shown = variants.order_by("product__option_names").values_list("product__option_names", flat=True).distinct()
    named = variants.annotate(name=Func(F("options"), function="jsonb_object_keys")).order_by("name")
    return list(dict.fromkeys([*chain.from_iterable(shown), *named.values_list("name", flat=True).distinct()]))


def _complete(products: dict[int, ShownProduct]) -> None:
    for pk, variant in _variants(products):
        products[pk].variants.append(variant)
    for pk, category in (
        ProductCategory.objects.filter(product_id__in=products)
        .order_by("position", "pk")
        .values_list("product_id", "category_id")
    ):
        products[pk].category_ids.append(category)
    for pk, images in _images(products).items():
        products[pk].images = images


def _variants(product_ids: Collection[int]) -> Iterator[tuple[int, ShownVariant]]:
    rows = Variant.objects.filter(ON_SALE, product_id__in=product_ids).order_by("position", "pk")
    available = F("stock_item__on_hand") - F("stock_item__reserved")
    for pk, *values in rows.values_list("product_id", "sku", "options", "price", available):
        yield pk, ShownVariant(*values)


def _images(product_ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = ProductImage.objects.filter(product_id__in=product_ids).order_by("position", "pk")
    for pk, url, file, alt in rows.values_list("product_id", "url", "file", "alt"):
        found[pk].append((url or media_url() + file, alt))
    return found
