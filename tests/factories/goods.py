"""Goods for tests: on the shelf by one call."""

from itertools import count
from typing import Any

from django.db import transaction

from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import CategoryDraft, ProductDraft, VariantDraft

numbers = count(1)


def category(name: str = "Mugs", **more: Any) -> int:
    """A category: its id."""
    with transaction.atomic():
        return catalog.create_categories([CategoryDraft(name=name, **more)])[0]


def product(name: str = "Blue mug", *, price: int = 1290, stock: int = 5, sku: str = "", **more: Any) -> int:
    """A product with one variant (or the `variants` given), in a category of its own unless one is named: its id."""
    sku = sku or f"SKU-{next(numbers)}"
    given = {"currency": "EUR", "variants": [VariantDraft(sku=sku, price=price, stock=stock)], **more}
    if "category_ids" not in given:
        given["category_ids"] = [category(f"Category {next(numbers)}")]
    with transaction.atomic():
        return catalog.create_products([ProductDraft(name=name, sku=sku, **given)])[0]


def variant(product_id: int) -> int:
    """The first variant of a product: its id."""
    return catalog.variants_of([product_id])[product_id][0]
