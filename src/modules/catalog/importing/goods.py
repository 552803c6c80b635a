"""What a product file says, whichever shop wrote it, in our own terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from src.modules.catalog.contracts import RowError as RowError

# A product and its variants travel through one batch, which holds at most this many rows.
MOST_VARIANTS = 1_000
UNCATEGORISED = ("Uncategorised",)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture's address, recorded and never fetched."""

    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One thing that can be bought. `stock` is None where the file does not say: what is there stays."""

    row: int
    sku: str
    price: int
    stock: int | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A product with at least one variant. Prices in minor units of `currency`, description sanitised HTML.

    `row` is the record that describes the product, `sku` names it: its only variant's where it has no options.
    `categories` are paths from the root; a path of one may also be meant as a slug.
    """

    row: int
    sku: str
    slug: str
    name: str
    description: str
    categories: tuple[tuple[str, ...], ...]
    currency: str
    images: tuple[Image, ...]
    variants: tuple[Variant, ...]
    published: bool = True

    @property
    def is_uncategorised(self) -> bool:
        """The file names no category."""
        return self.categories == (UNCATEGORISED,)

    @property
    def options(self) -> dict[str, tuple[str, ...]]:
        """The names of the options and the values that variants have, both in the file's order."""
        values: dict[str, dict[str, None]] = {}
        for variant in self.variants:
            for name, value in variant.options.items():
                values.setdefault(name, {})[value] = None
        return {name: tuple(seen) for name, seen in values.items()}


class Refused(Exception):
    """A field that cannot be taken; becomes a RowError of the record that it stands in."""

    def __init__(self, field: str, code: str, message: str, value: str = "") -> None:
        super().__init__(message)
        self.field, self.code, self.message, self.value = field, code, message, value

    def at(self, row: int) -> RowError:
        """The same refusal, with its place."""
        return RowError(row, self.field, self.code, self.message, self.value[:200])


class UnreadableFile(Exception):
    """The file as a whole is nothing that we read. Says why, and what would help."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message
