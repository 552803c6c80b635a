"""What the catalogue answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema


class CategoryRef(Schema):
    """A category as products name it."""

    id: int
    name: str
    slug: str


class CategoryOut(CategoryRef):
    """A place in the tree of goods."""

    description: str
    parent_id: int | None
    created_at: datetime
    updated_at: datetime


class CategoryTree(CategoryOut):
    """A category with those below it."""

    children: "list[CategoryTree]"


class ImageOut(Schema):
    """A picture of a product."""

    id: int
    url: str
    alt: str


class RatingOut(Schema):
    """What buyers think, from 1 to 5; no average where nobody has said anything."""

    average: float | None
    count: int


class SellerRef(Schema):
    """Who sells it."""

    id: UUID
    name: str


class VariantOut(Schema):
    """What is bought: the product in one choice of its options."""

    id: int
    sku: str
    options: dict[str, str]
    price: str
    stock: int


class ProductItem(Schema):
    """A product in a list. With several variants, `price` is the lowest and `stock` the sum. No `seller`: the house."""

    id: int
    sku: str
    name: str
    slug: str
    description: str
    price: str
    currency: str
    stock: int
    in_stock: bool
    category: CategoryRef | None
    categories: list[CategoryRef]
    images: list[ImageOut]
    rating: RatingOut
    sold: int
    seller: SellerRef | None
    created_at: datetime
    updated_at: datetime


class ProductOut(ProductItem):
    """A product with all that can be bought of it."""

    variants: list[VariantOut]


class MovementOut(Schema):
    """A line of the stock ledger. The deltas of a product add up to its `stock`."""

    id: int
    kind: str
    delta: int
    reason: str
    reference: str
    by: str | None
    created_at: datetime

    @staticmethod
    def resolve_delta(movement: Any) -> int:
        """What became available, or no longer is."""
        return int(movement.on_hand_delta - movement.reserved_delta)

    @staticmethod
    def resolve_by(movement: Any) -> str | None:
        """The id of who did it; nobody for the shop itself."""
        return movement.actor or None

    @staticmethod
    def resolve_created_at(movement: Any) -> datetime:
        """When it was written down."""
        at: datetime = movement.at
        return at
