"""Put goods on the shelves, one or many at once: a handful of statements, however many."""

from collections.abc import Sequence
from dataclasses import dataclass

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
from src.modules.inventory import public as inventory
from src.platform.db.transactions import inside_transaction

INITIAL_STOCK = "initial stock"


@dataclass(frozen=True, slots=True)
class _Listing:
    """A draft beside the row made of it."""

    product: Product
    draft: ProductDraft
    variants: Sequence[VariantDraft]


@inside_transaction
def create_products(drafts: Sequence[ProductDraft], *, actor: str = "") -> list[int]:
    """New products with their variants, categories and images: their ids, in the order of the drafts.

    What is there at the beginning came in by movements. Raises SkuTaken, OptionsTaken.
    """
    listings = _new_products(drafts)
    ProductRating.objects.bulk_create([ProductRating(product=listing.product) for listing in listings])
    _place(listings)
    add_images({listing.product.pk: listing.draft.images for listing in listings})
    add_variants([(listing.product, draft) for listing in listings for draft in listing.variants], actor=actor)
    return [listing.product.pk for listing in listings]


def _new_products(drafts: Sequence[ProductDraft]) -> list[_Listing]:
    slugs = free_slugs(Product, [draft.slug or draft.name for draft in drafts], among=ON_SALE)
    groups = inventory.open_groups(len(drafts))
    listings = [_listing(*parts) for parts in zip(drafts, slugs, groups, strict=True)]
    Product.objects.bulk_create([listing.product for listing in listings], batch_size=1000)
    return listings


def _listing(draft: ProductDraft, slug: str, group: int) -> _Listing:
    """Price, SKUs and places as the triggers will find them, so that they have nothing to do."""
    sku = draft.sku or (draft.variants[0].sku if len(draft.variants) == 1 else "") or made_up_sku()
    variants = [_with_sku(variant, sku, alone=len(draft.variants) == 1) for variant in draft.variants]
    product = Product(
        seller_id=draft.seller_id,
        stock_group_id=group,
        sku=sku,
        name=draft.name,
        slug=slug,
        description=draft.description,
        currency=draft.currency,
        price=min(variant.price for variant in variants),
        variant_skus=" ".join(variant.sku for variant in variants),
        places=list(dict.fromkeys(draft.category_ids)),
        option_names=list(dict.fromkeys(name for variant in variants for name in variant.options)),
    )
    return _Listing(product, draft, variants)


def _with_sku(draft: VariantDraft, product_sku: str, *, alone: bool) -> VariantDraft:
    sku = draft.sku or (product_sku if alone else made_up_sku())
    return VariantDraft(price=draft.price, sku=sku, stock=draft.stock, options=draft.options)


def _place(listings: Sequence[_Listing]) -> None:
    ProductCategory.objects.bulk_create(
        ProductCategory(product=listing.product, category_id=category, position=position)
        for listing in listings
        for position, category in enumerate(dict.fromkeys(listing.draft.category_ids))
    )


@inside_transaction
def add_images(images: dict[int, Sequence[ImageDraft]], *, after: int = 0) -> list[ProductImage]:
    """Pictures for products, by product id, in their order from position `after` on."""
    return ProductImage.objects.bulk_create(
        ProductImage(product_id=product, url=image.url, file=image.file, alt=image.alt, position=position)
        for product, several in images.items()
        for position, image in enumerate(several, start=after)
    )


@inside_transaction
def add_variants(drafts: Sequence[tuple[Product, VariantDraft]], *, actor: str = "") -> list[Variant]:
    """New variants of products, each after those before it. Changes the inventory: once a transaction."""
    items = inventory.open_items([product.stock_group_id for product, _ in drafts])
    variants = Variant.objects.bulk_create(
        [
            Variant(
                product=product,
                stock_item_id=item,
                sku=draft.sku,
                options=dict(draft.options),
                price=draft.price,
                position=position,
            )
            for position, ((product, draft), item) in enumerate(zip(drafts, items, strict=True))
        ],
        batch_size=1000,
    )
    stock = {item: draft.stock for item, (_, draft) in zip(items, drafts, strict=True)}
    inventory.receive(stock, actor=actor, reason=INITIAL_STOCK)
    return variants


@inside_transaction
def create_categories(drafts: Sequence[CategoryDraft]) -> list[int]:
    """New categories: their ids, in the order of the drafts. Parents must be there already."""
    slugs = free_slugs(Category, [draft.slug or draft.name for draft in drafts])
    categories = Category.objects.bulk_create(
        Category(name=draft.name, slug=slug, description=draft.description, parent_id=draft.parent_id)
        for draft, slug in zip(drafts, slugs, strict=True)
    )
    return [category.pk for category in categories]
