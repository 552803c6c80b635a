"""What merchants and admins send."""

from typing import Annotated, Self
from uuid import UUID

from django.conf import settings
from pydantic import AfterValidator, Field, StrictInt, StringConstraints, model_validator

from src.modules.catalog.contracts import CategoryDraft, ImageDraft, ProductDraft, VariantDraft
from src.modules.catalog.models import RESERVED_SLUGS
from src.modules.catalog.services.categories import CategoryChange
from src.modules.catalog.services.images import MOST_IMAGES
from src.modules.catalog.services.products import ProductChange
from src.modules.catalog.services.stock import MOST_UNITS
from src.platform.http.schemas import Amount, Body, CurrencyCode, Id, Line, OptionalLine, Text, minor_units


def _proper_slug(slug: str) -> str:
    if slug.isdigit() or slug in RESERVED_SLUGS:
        raise ValueError("This is the address of something else.")
    return slug


SLUG = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=140), AfterValidator(_proper_slug)]
Sku = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Units = Annotated[StrictInt, Field(ge=0, le=MOST_UNITS)]
CategoryIds = Annotated[list[Id], Field(min_length=1, max_length=50)]
CategoryName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class ImageForm(Body):
    """What comes with an uploaded picture."""

    alt: OptionalLine = ""


class ImageIn(Body):
    """The address of a picture: recorded, never fetched."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s/][^\s]*$", max_length=2000)]
    alt: OptionalLine = ""


class ProductPatchIn(Body):
    """Any of the fields of a product. `price`, `stock` and `sku` are those of its only variant."""

    name: Line | None = None
    description: Text | None = None
    price: Amount | None = None
    currency: CurrencyCode | None = Field(None, description="The shop's own, if a new product names none.")
    sku: Sku | None = Field(None, description="Made up, if a new product names none.")
    stock: Units | None = Field(None, description="What is available; a difference becomes an adjustment.")
    stock_was: Units | None = Field(None, description="What you read: 409 `stock_changed` if it moved meanwhile.")
    category_ids: CategoryIds | None = None
    images: list[ImageIn] | None = Field(None, max_length=MOST_IMAGES)
    seller_id: UUID | None = Field(None, description="For admins: who sells it.")

    @model_validator(mode="after")
    def never_nothing(self) -> Self:
        """Left out is left as it is; null is no name, description, price or category."""
        for field in self.model_fields_set & {"name", "description", "price", "category_ids"}:
            if getattr(self, field) is None:
                raise ValueError(f"{field} cannot be null.")
        return self

    def draft(self) -> ProductDraft:
        """A new product of one variant. Raises Unprocessable where the price is none."""
        currency = self.currency or settings.DEFAULT_CURRENCY
        price = minor_units("price", self.price or 0, currency)
        return ProductDraft(
            name=self.name or "",
            description=self.description or "",
            currency=currency,
            sku=self.sku or "",
            variants=[VariantDraft(price=price, stock=self.stock or 0)],
            category_ids=self.category_ids or [],
            images=self._images() or (),
            seller_id=self.seller_id,
        )

    def change(self, currency: str) -> ProductChange:
        """What becomes of a product that has its prices in `currency`. Raises Unprocessable where the price is none."""
        price = None if self.price is None else minor_units("price", self.price, self.currency or currency)
        return ProductChange(
            name=self.name,
            description=self.description,
            sku=self.sku,
            currency=self.currency,
            price=price,
            stock=self.stock,
            stock_was=self.stock_was,
            category_ids=self.category_ids,
            images=self._images(),
            seller_id=self.seller_id,
        )

    def _images(self) -> list[ImageDraft] | None:
        return None if self.images is None else [ImageDraft(url=image.url, alt=image.alt) for image in self.images]


class ProductIn(ProductPatchIn):
    """A product of one variant.

    In a PUT, what is not sent of `currency`, `sku`, `stock`, `images` and `seller_id` stays as it is.
    """

    name: Line
    description: Text = ""
    price: Amount
    category_ids: CategoryIds


class CategoryPatchIn(Body):
    """Any of the fields of a category. `parent_id: null` makes it a root."""

    name: CategoryName | None = None
    description: Text | None = None
    slug: Slug | None = Field(None, description="Made of the name, if a new category names none.")
    parent_id: Id | None = None

    def draft(self) -> CategoryDraft:
        """A new category."""
        description, slug = self.description or "", self.slug or ""
        return CategoryDraft(name=self.name or "", parent_id=self.parent_id, description=description, slug=slug)

    def change(self) -> CategoryChange:
        """What becomes of a category: only `parent_id` can be sent as null and mean it."""
        return CategoryChange(**self.model_dump(), moves="parent_id" in self.model_fields_set)


class CategoryIn(CategoryPatchIn):
    """A category. In a PUT, no `parent_id` makes it a root, and no `slug` leaves it where it is."""

    name: CategoryName
    description: Text = ""

    def change(self) -> CategoryChange:
        """All of it."""
        return CategoryChange(**self.model_dump(), moves=True)


class StockIn(Body):
    """So many units more or less, or so many available now. `variant_id` where there are several."""

    delta: Annotated[StrictInt, Field(ge=-MOST_UNITS, le=MOST_UNITS)] | None = None
    set_to: Units | None = None
    reason: Line
    variant_id: Id | None = None

    @model_validator(mode="after")
    def one_of_them(self) -> "StockIn":
        """Both, neither, or a change of nothing make no sense."""
        if (self.delta is None) == (self.set_to is None):
            raise ValueError("Send either delta or set_to.")
        if self.delta == 0:
            raise ValueError("A delta of 0 changes nothing.")
        return self
