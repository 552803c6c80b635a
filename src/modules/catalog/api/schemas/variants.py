"""What merchants send of variants, one by one, and of products, a hundred at once."""

from typing import Annotated, Any, Self

from ninja import Schema
from pydantic import Field, StringConstraints, ValidationError, model_validator

from src.modules.catalog.api.schemas.bodies import ProductIn, ProductPatchIn, Sku, Units
from src.modules.catalog.contracts import VariantDraft
from src.modules.catalog.services.variants import VariantChange
from src.platform.errors import Unprocessable
from src.platform.http.schemas import Amount, Body, Id, minor_units
from src.platform.http.validation import field_errors

OptionName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
OptionValue = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Options = Annotated[
    dict[OptionName, OptionValue], Field(min_length=1, max_length=10, examples=[{"Size": "M"}])
]  # fmt: skip


class VariantPatchIn(Body):
    """Any of the fields of a variant. The price is in the product's currency."""

    sku: Sku | None = Field(None, description="Made up, if a new variant names none.")
    options: Options | None = None
    price: Amount | None = None
    stock: Units | None = Field(None, description="What is available; a difference becomes an adjustment.")
    stock_was: Units | None = Field(None, description="What you read: 409 `stock_changed` if it moved meanwhile.")

    @model_validator(mode="after")
    def never_nothing(self) -> Self:
        """Left out is left as it is; null is no choice and no price."""
        for field in self.model_fields_set & {"options", "price"}:
            if getattr(self, field) is None:
                raise ValueError(f"{field} cannot be null.")
        return self

    def draft(self, currency: str) -> VariantDraft:
        """A new variant. Raises Unprocessable where the price is none."""
        price = minor_units("price", self.price or 0, currency)
        return VariantDraft(price=price, sku=self.sku or "", stock=self.stock or 0, options=self.options or {})

    def change(self, currency: str) -> VariantChange:
        """What becomes of a variant. Raises Unprocessable where the price is none."""
        price = None if self.price is None else minor_units("price", self.price, currency)
        return VariantChange(**(self.model_dump() | {"price": price}))


class VariantIn(VariantPatchIn):
    """A variant. In a PUT, what is not sent of `sku` and `stock` stays as it is."""

    options: Options
    price: Amount


class ProductUpdateIn(ProductPatchIn):
    """Any of the fields of the product with this id."""

    id: Id


MOST_ITEMS = 100


class BatchIn(Body):
    """Products to add (as for POST) and, where an item has an `id`, to change (as for PATCH)."""

    items: list[ProductUpdateIn | ProductIn | Any] = Field(min_length=1, max_length=MOST_ITEMS)

    @model_validator(mode="wrap")
    @classmethod
    def items_one_by_one(cls, data: Any, handler: Any) -> Any:
        """A bad item is refused by its own result, not with all others."""
        raw = data if isinstance(data, dict) else getattr(data, "_obj", data)
        items = raw.get("items") if isinstance(raw, dict) else None
        if not isinstance(items, list) or not 1 <= len(items) <= MOST_ITEMS or len(raw) > 1:
            return handler(data)
        return cls.model_construct(items=items)


class BatchResult(Schema):
    """What became of one item: as its own call would have answered."""

    status: int
    id: int | None
    errors: list[dict[str, Any]] | None = None


class BatchOut(Schema):
    """In the order of the items."""

    results: list[BatchResult]


def read_item(item: object) -> ProductUpdateIn | ProductIn:
    """One item of a batch. Raises Unprocessable."""
    kind = ProductUpdateIn if isinstance(item, dict) and "id" in item else ProductIn
    try:
        return kind.model_validate(item)
    except ValidationError as error:
        raise Unprocessable(errors=field_errors([dict(one) for one in error.errors()])) from error
