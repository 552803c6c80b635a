"""Sellers and admins keep what can be bought of a product."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max
from django.db.models.functions import Now

from src.modules.catalog.contracts import VariantDraft
from src.modules.catalog.errors import LastVariant, TooManyVariants, UnknownVariant
from src.modules.catalog.models import Product, Variant
from src.modules.catalog.services.creation import INITIAL_STOCK, open_variant
from src.modules.catalog.services.naming import made_up_sku
from src.modules.catalog.services.ownership import Merchant, locked_product
from src.modules.inventory import public as inventory
from src.platform.db.transactions import atomic, inside_transaction

# As many as an import takes.
MOST_VARIANTS = 1_000


@dataclass(frozen=True, kw_only=True)
class VariantChange:
    """What becomes of a variant; None stays as it is. Price in minor units, stock in units; `stock_was`: as seen."""

    sku: str | None = None
    options: Mapping[str, str] | None = None
    price: int | None = None
    stock: int | None = None
    stock_was: int | None = None


@atomic
def add_variant(merchant: Merchant, product_id: int, draft: VariantDraft, *, revision: int | None = None) -> int:
    """A further variant of a product, the first with options in place of the one without: its id.

    Raises OptionsTaken, SkuTaken, TooManyVariants, Stale.
    """
    product = locked_product(merchant, product_id, revision=revision)
    pk, counts = _opened(product, draft)
    inventory.set_available(counts, actor=str(merchant.id), reason=INITIAL_STOCK)
    return pk


@atomic
def change_variant(
    merchant: Merchant, product_id: int, variant_id: int, change: VariantChange, *, revision: int | None = None
) -> None:
    """Change a variant. Raises UnknownVariant, OptionsTaken, SkuTaken, StockChanged, Stale."""
    product = locked_product(merchant, product_id, revision=revision)
    counts, seen = _rewritten(product, variant_id, change)
    inventory.set_available(counts, seen=seen, actor=str(merchant.id), reason="counted")


@inside_transaction
def keep_variants(
    merchant: Merchant, product_id: int, *, changes: Mapping[int, VariantChange], new: Sequence[VariantDraft] = ()
) -> None:
    """Change variants, by their ids, and add further ones; the stock of all moves together. Raises as those do."""
    counts: dict[int, int] = {}
    seen: dict[int, int] = {}
    for variant_id, change in changes.items():
        counted, looked_at = _rewritten(locked_product(merchant, product_id), variant_id, change)
        counts |= counted
        seen |= looked_at
    for draft in new:
        # Read again each time: the one before may have brought new names of options.
        _, counted = _opened(locked_product(merchant, product_id), draft)
        counts |= counted
    inventory.set_available(counts, seen=seen, actor=str(merchant.id), reason="counted")


@atomic
def remove_variant(merchant: Merchant, product_id: int, variant_id: int, *, revision: int | None = None) -> None:
    """Take a variant off sale, with what is left of it. It stays in the books. Raises LastVariant, Stale."""
    product = locked_product(merchant, product_id, revision=revision)
    variant = _on_sale(product, variant_id)
    if Variant.objects.filter(product=product, archived_at__isnull=True).count() == 1:
        raise LastVariant
    Variant.objects.filter(pk=variant.pk).update(archived_at=Now())
    inventory.set_available({variant.stock_item_id: 0}, actor=str(merchant.id), reason="variant removed")


def _opened(product: Product, draft: VariantDraft) -> tuple[int, dict[int, int]]:
    """A further variant, still empty: its id, and what is to be available of which stock items."""
    standing = Variant.objects.filter(product=product, archived_at__isnull=True)
    if standing.count() >= MOST_VARIANTS:
        raise TooManyVariants(most=MOST_VARIANTS)
    plain = list(standing.filter(options={}))
    standing.filter(options={}).update(archived_at=Now())
    last = Variant.objects.filter(product=product).aggregate(last=Max("position"))["last"]
    named = replace(draft, sku=draft.sku or made_up_sku())
    pk, item = open_variant(product.pk, product.stock_group_id, named, position=0 if last is None else last + 1)
    _name_options(product, draft.options)
    return pk, {item: draft.stock} | {variant.stock_item_id: 0 for variant in plain}


def _rewritten(product: Product, variant_id: int, change: VariantChange) -> tuple[dict[int, int], dict[int, int]]:
    """Write all but the stock: what is to be available of which stock item, and what the caller saw of it."""
    variant = _on_sale(product, variant_id)
    columns: Mapping[str, Any] = {"sku": change.sku, "options": change.options, "price": change.price}
    changed = {name: new for name, new in columns.items() if new is not None and new != getattr(variant, name)}
    if changed:
        Variant.objects.filter(pk=variant.pk).update(**changed)
        _name_options(product, change.options or {})
        _name_as_its_only_variant(product, changed)
    item = variant.stock_item_id
    counts = {} if change.stock is None else {item: change.stock}
    return counts, {} if change.stock is None or change.stock_was is None else {item: change.stock_was}


def _on_sale(product: Product, variant_id: int) -> Variant:
    variant = Variant.objects.filter(product=product, pk=variant_id, archived_at__isnull=True).first()
    if variant is None:
        raise UnknownVariant
    return variant


def _name_options(product: Product, options: Mapping[str, str]) -> None:
    """New names of options come after those that the product shows already."""
    names = list(dict.fromkeys([*product.option_names, *options]))
    if names != product.option_names:
        Product.objects.filter(pk=product.pk).update(option_names=names)


def _name_as_its_only_variant(product: Product, changed: Mapping[str, Any]) -> None:
    """Where there is only one variant, product and variant have one SKU."""
    if "sku" in changed and product.variant_skus == product.sku:
        Product.objects.filter(pk=product.pk).update(sku=changed["sku"])
