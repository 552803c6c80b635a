"""What other modules receive from the catalogue, and what they hand in to have goods put on its shelves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Sellable:
    """A variant as it is on sale at this moment, and how many units of it there are.

    Price in minor units of `currency`; `seller_id` None is the house.
    """

    variant_id: int
    product_id: int
    stock_item_id: int
    sku: str
    name: str
    slug: str
    image: str | None
    options: Mapping[str, str]
    price: int
    currency: str
    seller_id: UUID | None
    available: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A product as reports and messages name it."""

    product_id: int
    name: str
    slug: str
    sku: str
    seller_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scarce:
    """A variant on sale of which `available` units can still be sold."""

    product_id: int
    sku: str
    name: str
    available: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageDraft:
    """A picture to be: an address that is recorded and never fetched, or files in the shop's storage."""

    url: str = ""
    file: str = ""
    thumbnail: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantDraft:
    """A variant to be. Price in minor units of the product's currency, stock in units; no `sku`: one is made up."""

    price: int
    sku: str = ""
    stock: int = 0
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDraft:
    """A product to be; its first category is the main one. No `slug`: made of the name; no `sku`: its variant's."""

    name: str
    currency: str
    variants: Sequence[VariantDraft]
    category_ids: Sequence[int]
    description: str = ""
    sku: str = ""
    slug: str = ""
    images: Sequence[ImageDraft] = ()
    seller_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryDraft:
    """A category to be. No `slug`: made of the name."""

    name: str
    parent_id: int | None = None
    description: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class RowError:
    """A record that was not taken, and why. `row` counts records, the header (if there is one) being 1."""

    row: int
    field: str
    code: str
    message: str
    value: str = ""


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """What an import did. Products, variants that landed and their units, new categories, and rows refused."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    variants: int = 0
    units: int = 0
    categories: int = 0
    errors: list[RowError] = field(default_factory=list)

    def add(self, other: "ImportReport") -> None:
        """Count in what another part of the file did."""
        for name in ("created", "updated", "unchanged", "variants", "units", "categories"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.errors.extend(other.errors)
