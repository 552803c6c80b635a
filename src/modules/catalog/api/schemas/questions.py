"""What clients ask the catalogue."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from ninja import Schema
from pydantic import Field

from src.modules.catalog.selectors.shelf import NEWEST, RELEVANCE, ShelfFilters
from src.platform.http.paging import PageQuery
from src.platform.http.schemas import Amount, CurrencyCode, Words, minor_units

Ordering = Literal[
    "price", "-price", "created_at", "-created_at", "name", "-name", "-rating", "-sold", "relevance"
]  # fmt: skip


class CategoriesQuery(PageQuery):
    """`tree=true`: pages of roots, each with its `children`."""

    tree: Literal["true", "false"] = "false"


class ShelfQuery(Schema):
    """Filters and order of products. Prices are compared in one `currency` (the shop's own, if none is named)."""

    category: list[Words] = Field([], description="Id or slug; what is below counts too. Several: any of them.")
    min_price: Amount | None = None
    max_price: Amount | None = None
    currency: CurrencyCode | None = None
    in_stock: Literal["true", "false"] | None = None
    search: Words = Field("", description="Words in name, SKU, category and description. Quotes, `or` and `-` work.")
    seller: UUID | None = None
    min_rating: Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)] | None = None
    ordering: Ordering | None = Field(None, description="`relevance` with `search`, else `-created_at`.")

    def filters(self) -> ShelfFilters:
        """The query in the catalogue's own terms. Raises Unprocessable where a price is none."""
        return ShelfFilters(
            currency=self._one_currency() if self.currency or self._asks_for_prices() else None,
            categories=tuple(self.category),
            min_price=self._bound("min_price"),
            max_price=self._bound("max_price"),
            in_stock=None if self.in_stock is None else self.in_stock == "true",
            search=self.search,
            seller=self.seller,
            min_rating=None if self.min_rating is None else Decimal(str(self.min_rating)),
            ordering=self._ordering(),
        )

    def _bound(self, field: Literal["min_price", "max_price"]) -> int | None:
        amount: str | int | float | None = getattr(self, field)
        return None if amount is None else minor_units(field, amount, self._one_currency())

    def _asks_for_prices(self) -> bool:
        return self.ordering in ("price", "-price") or self.min_price is not None or self.max_price is not None

    def _one_currency(self) -> str:
        default: str = settings.DEFAULT_CURRENCY
        return self.currency or default

    def _ordering(self) -> str:
        if self.search:
            return self.ordering or RELEVANCE
        return NEWEST if self.ordering in (None, RELEVANCE) else self.ordering


class ProductsQuery(ShelfQuery, PageQuery):
    """Filters, order and page of products."""
