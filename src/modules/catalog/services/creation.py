"""Put goods on the shelves, one or many at once: a handful of statements, however many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from src.modules.catalog.contracts import CategoryDraft, ImageDraft, ProductDraft, VariantDraft
from src.modules.catalog.models import (
    ON_SALE,
    Category,
    Product,
    ProductCategory,
    ProductImage,
    ProductRating,
    Variant,
)
from src.modules.catalog.services.naming import free_slugs, made_up_sku
from src.modules.catalog.services.vocabulary import MOST_CHOICES, Pair, number_choices
from src.modules.inventory import public as inventory
from src.platform.db.bulk import insert_rows
from src.platform.db.transactions import inside_transaction

INITIAL_STOCK = "initial stock"


@inside_transaction
def create_products(drafts: Sequence[ProductDraft], *, actor: str = "") -> list[int]:
    """New products with their variants, categories and images: their ids, in the order of the drafts.

    What is there at the beginning came in by movements. Raises SkuTaken, OptionsTaken.
    """
    slugs = free_slugs(Product, [draft.slug or draft.name for draft in drafts], among=ON_SALE)
    named = [_named(draft) for draft in drafts]
    groups = inventory.open_groups(len(drafts))
    items = _stock(groups, named, actor)
    numbers = number_choices(item.options for draft in named for item in draft.variants)
    ids = insert_rows(Product, [_product(*parts, numbers) for parts in zip(named, slugs, groups, strict=True)])
    insert_rows(ProductRating, [{"product_id": pk} for pk in ids])
    _place(zip(ids, drafts, strict=True))
    add_images({pk: draft.images for pk, draft in zip(ids, drafts, strict=True)})
    _add_variants(zip(ids, named, strict=True), items)
    return ids


def _stock(groups: Sequence[int], drafts: Sequence[ProductDraft], actor: str) -> list[int]:
    """Stock items with what is in stock at the beginning, for all variants.

    Before there are products: a shelf that is filled for nobody ends no answer, and is not counted a second time.
    """
    variants = [variant for draft in drafts for variant in draft.variants]
    items = inventory.open_items(group for group, draft in zip(groups, drafts, strict=True) for _ in draft.variants)
    stock = {item: variant.stock for item, variant in zip(items, variants, strict=True)}
    inventory.receive(stock, actor=actor, reason=INITIAL_STOCK)
    return items


def _named(draft: ProductDraft) -> ProductDraft:
    """With SKUs where the draft leaves them open."""
    alone = len(draft.variants) == 1
    sku = draft.sku or (draft.variants[0].sku if alone else "") or made_up_sku()
    variants = [replace(item, sku=item.sku or (sku if alone else made_up_sku())) for item in draft.variants]
    return replace(draft, sku=sku, variants=variants)


def _product(draft: ProductDraft, slug: str, group: int, numbers: Mapping[Pair, int]) -> dict[str, Any]:
    """Price, SKUs, places and choices as the triggers will find them, so that they have nothing to do."""
    return {
        "seller_id": draft.seller_id,
        "stock_group_id": group,
        "sku": draft.sku,
        "name": draft.name,
        "slug": slug,
        "description": draft.description,
        "currency": draft.currency,
        "price": min(variant.price for variant in draft.variants),
        "variant_skus": " ".join(variant.sku for variant in draft.variants),
        "places": list(dict.fromkeys(draft.category_ids)),
        "choices": _choices(draft, numbers),
        "option_names": list(dict.fromkeys(name for variant in draft.variants for name in variant.options)),
    }


def _choices(draft: ProductDraft, numbers: Mapping[Pair, int]) -> list[int]:
    found = {numbers[pair] for variant in draft.variants for pair in variant.options.items() if pair in numbers}
    return sorted(found)[:MOST_CHOICES]


def _place(products: Iterable[tuple[int, ProductDraft]]) -> None:
    rows = [
        {"product_id": pk, "category_id": category, "position": position}
        for pk, draft in products
        for position, category in enumerate(dict.fromkeys(draft.category_ids))
    ]
    insert_rows(ProductCategory, rows)


@inside_transaction
def add_images(images: Mapping[int, Sequence[ImageDraft]], *, after: int = 0) -> list[int]:
    """Pictures for products, by product id, in their order from position `after` on: their ids."""
    rows = [
        {"product_id": pk, "position": position, **asdict(image)}
        for pk, several in images.items()
        for position, image in enumerate(several, start=after)
    ]
    return insert_rows(ProductImage, rows)


def _add_variants(products: Iterable[tuple[int, ProductDraft]], items: Iterable[int]) -> None:
    """Those of new products. `products` are ids and drafts; `items` is the stock of all their variants, in order."""
    places = [(pk, position, draft) for pk, product in products for position, draft in enumerate(product.variants)]
    insert_rows(
        Variant,
        [_variant(pk, position, draft, item) for (pk, position, draft), item in zip(places, items, strict=True)],
    )


@inside_transaction
def open_variant(product_id: int, group: int, draft: VariantDraft, *, position: int) -> tuple[int, int]:
    """One more variant of a product that is there, still empty: its id and its stock item."""
    (item,) = inventory.open_items([group])
    (pk,) = insert_rows(Variant, [_variant(product_id, position, draft, item)])
    return pk, item


def _variant(product: int, position: int, draft: VariantDraft, item: int) -> dict[str, Any]:
    return {
        "product_id": product,
        "stock_item_id": item,
        "sku": draft.sku,
        "options": dict(draft.options),
        "price": draft.price,
        "position": position,
    }


@inside_transaction
def create_categories(drafts: Sequence[CategoryDraft]) -> list[int]:
    """New categories: their ids, in the order of the drafts. Parents must be there already."""
    slugs = free_slugs(Category, [draft.slug or draft.name for draft in drafts])
    categories = Category.objects.bulk_create(
        Category(name=draft.name, slug=slug, description=draft.description, parent_id=draft.parent_id)
        for draft, slug in zip(drafts, slugs, strict=True)
    )
    return [category.pk for category in categories]
