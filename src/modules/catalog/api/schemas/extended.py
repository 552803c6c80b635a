"""What the catalogue answers and is asked in version 2."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, Field

from src.modules.catalog.api.schemas.answers import CategoryRef, ImageOut, RatingOut, SellerRef
from src.modules.catalog.api.schemas.questions import ShelfQuery
from src.modules.catalog.selectors.documents import V2_ITEM, V2_WHOLE, Shape
from src.modules.catalog.selectors.facets import NAMES
from src.modules.catalog.selectors.offers import address_of, media_url
from src.modules.catalog.selectors.shelf import RELEVANCE, ShelfFilters
from src.platform.http.keyset import CursorPage, CursorQuery
from src.platform.http.schemas import MoneyOut, Words


class PictureOut(ImageOut):
    """A picture; a small one too, where it is a file of ours."""

    thumbnail: str | None

    @staticmethod
    def resolve_url(image: Any) -> str:
        """Where the picture is read."""
        return address_of(image)

    @staticmethod
    def resolve_thumbnail(image: Any) -> str | None:
        """Where a small one is read."""
        return media_url() + image.thumbnail if image.thumbnail else None


class OptionOut(Schema):
    """What can be chosen."""

    name: str
    values: list[str]


class ChoiceOut(Schema):
    """What is bought: the product in one choice of its options."""

    id: int
    sku: str
    options: dict[str, str]
    price: MoneyOut
    stock: int
    in_stock: bool


class ItemOut(Schema):
    """A product in a list."""

    id: int
    sku: str
    name: str
    slug: str
    description: str
    price: MoneyOut
    stock: int
    in_stock: bool
    category: CategoryRef | None
    categories: list[CategoryRef]
    images: list[PictureOut]
    rating: RatingOut
    sold: int
    seller: SellerRef | None
    created_at: datetime
    updated_at: datetime


class ListedItem(ItemOut):
    """A product in a list: `variants` and `options` come with `expand=variants`. `fields` narrows it."""

    variants: list[ChoiceOut] | None = None
    options: list[OptionOut] | None = None


class ExtendedItem(ItemOut):
    """All of a product. `fields` narrows it."""

    variants: list[ChoiceOut]
    options: list[OptionOut]


# What `expand` may name. All but `variants` are whole already.
EXPANDABLE = {"categories", "seller", "variants", "images"}


def _listed(names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))


def _known_fields(names: str) -> str:
    unknown = set(_listed(names)) - set(ExtendedItem.model_fields)
    if unknown:
        raise ValueError(f"There is no field {sorted(unknown)[0]!r}.")
    return names


def _known_parts(names: str) -> str:
    unknown = set(_listed(names)) - EXPANDABLE
    if unknown:
        raise ValueError(f"{sorted(unknown)[0]!r} cannot be expanded.")
    return names


def _known_facets(names: str) -> str:
    unknown = set(_listed(names)) - set(NAMES)
    if unknown:
        raise ValueError(f"There is no facet {sorted(unknown)[0]!r}.")
    return names


class ShapeQuery(Schema):
    """Which fields, and how deep."""

    fields_: Annotated[Words, AfterValidator(_known_fields)] = Field("", alias="fields", description="`id,name,price`")
    expand: Annotated[Words, AfterValidator(_known_parts)] = Field("", description="`categories,variants`")

    def item(self) -> Shape:
        """Of a product in a list."""
        fields = _listed(self.fields_)
        with_variants = "variants" in _listed(self.expand) or bool({"variants", "options"} & set(fields))
        return Shape(money_objects=True, variants=with_variants, fields=fields) if fields or with_variants else V2_ITEM

    def whole(self) -> Shape:
        """Of one product."""
        fields = _listed(self.fields_)
        return Shape(money_objects=True, variants=True, fields=fields) if fields else V2_WHOLE


def _option(text: Words) -> Words:
    name, colon, value = text.partition(":")
    if not (name.strip() and colon and value.strip()):
        raise ValueError("An option is written as Size:M.")
    return text


class ExtendedShelfQuery(ShelfQuery, ShapeQuery, CursorQuery):
    """Filters, order, place and shape."""

    option: list[Annotated[Words, AfterValidator(_option)]] = Field(
        [], max_length=20, description="`Size:M`. Several of one name: any of them; of different names: all."
    )

    facets: Annotated[Words, AfterValidator(_known_facets)] = Field("", description="`category,price,rating,…`")

    def wanted_facets(self) -> tuple[str, ...]:
        """Which facets were asked for."""
        return _listed(self.facets)

    def filters(self) -> ShelfFilters:
        """The options too."""
        chosen: dict[str, list[str]] = {}
        for name, _, value in (text.partition(":") for text in self.option):
            chosen.setdefault(name.strip(), []).append(value.strip())
        options = tuple((name, tuple(values)) for name, values in chosen.items())
        return replace(super().filters(), options=options)


class CategoryFacet(Schema):
    """Products in a category and below it."""

    value: str
    label: str
    count: int


class PriceFacet(Schema):
    """Products of these prices, both included; the last has no end."""

    from_: str = Field(alias="from")
    to: str | None
    count: int


class RatingFacet(Schema):
    """Products rated so or better."""

    value: int
    count: int


class StockFacet(Schema):
    """Products in stock, or sold out."""

    value: bool
    count: int


class OptionFacet(Schema):
    """Products that there are in this choice."""

    value: str
    count: int


class FacetsOut(Schema):
    """Those that were asked for; each honours every filter but its own."""

    category: list[CategoryFacet] | None = None
    price: list[PriceFacet] | None = None
    rating: list[RatingFacet] | None = None
    in_stock: list[StockFacet] | None = None
    options: dict[str, list[OptionFacet]] | None = None


class ShelfPage(CursorPage[ListedItem]):
    """A page of the shelf."""

    facets: FacetsOut | None = None


class SearchQuery(CursorQuery):
    """What a visitor typed."""

    q: Annotated[Words, Field(min_length=1)]

    def either(self, meant: str | None) -> str:
        """What was typed, and what was probably meant."""
        return f"{self.q} or {meant}" if meant else self.q

    def asked(self, meant: str | None) -> ShelfFilters:
        """In the catalogue's own terms."""
        return ShelfFilters(search=self.either(meant), ordering=RELEVANCE)


class SuggestQuery(Schema):
    """The beginning of something."""

    q: Annotated[Words, Field(min_length=1)]


class HighlightOut(Schema):
    """Safe HTML: the words in `<mark>`, all else escaped."""

    name: str
    description: str


class FoundItem(ItemOut):
    """A product that fits the words."""

    highlight: HighlightOut


class SearchPage(CursorPage[FoundItem]):
    """`did_you_mean`: what was taken for what was typed, where no product has a word of it."""

    did_you_mean: str | None


class NamedProductOut(Schema):
    """A product by name."""

    id: int
    name: str
    slug: str


class SuggestionsOut(Schema):
    """How it might go on."""

    suggestions: list[str]
    products: list[NamedProductOut]
