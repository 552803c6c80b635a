"""What a layout tells about a file: which records belong together, and what they say."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from src.modules.catalog.importing.goods import UNCATEGORISED, Image, Refused, RowError, Variant
from src.modules.catalog.importing.records import Record


@dataclass(frozen=True, slots=True)
class Place:
    """Whether a record heads a product, and the keys under which its followers name it (or it its head)."""

    heads: bool
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A product without its variants. `sku` is its own where it has options; the slug stands in if that is taken."""

    sku: str
    slug: str
    name: str
    description: str
    currency: str
    categories: tuple[tuple[str, ...], ...] = (UNCATEGORISED,)
    published: bool = True


class Layout(ABC):
    """One shop's way. Holds no state: a layout reads any number of files at once."""

    name: ClassVar[str]
    # The columns of a file without a header row.
    headless: ClassVar[Sequence[str]] = ()

    @abstractmethod
    def knows(self, header: Sequence[str]) -> bool:
        """Whether a file with these columns (or, headless, this first record) is laid out like this."""

    def renamed(self, header: Sequence[str]) -> Sequence[str]:
        """The columns under the names that this layout uses."""
        return header

    def places(self) -> Callable[[Record], Place]:
        """A function to which all records are shown once, in order, to learn where they belong."""
        return lambda record: Place(heads=True)

    def joins(self, header: Sequence[str]) -> bool:
        """Whether a file with these columns can hold records that follow others at all."""
        return False

    @abstractmethod
    def draft(self, head: Record, members: Sequence[Record], currency: str) -> Draft:
        """The product; `currency` is the shop's own. Raises Refused."""

    def offers(self, head: Record, members: Sequence[Record], currency: str) -> Iterable[Record | RowError]:
        """The records that add something to the product: variants, pictures."""
        return (head, *members)

    def sells(self, record: Record) -> bool:
        """Whether an offer is a variant; else it only shows pictures."""
        return True

    @abstractmethod
    def variant(self, head: Record, record: Record, currency: str) -> Variant:
        """The variant that an offer describes. Raises Refused."""

    def pictures(self, record: Record) -> list[Image]:
        """The pictures that a record shows. Raises Refused."""
        return []

    def adopted(self, key: str, orphans: Sequence[Record]) -> tuple[Record, Sequence[Record]]:
        """A head for records whose head is not in the file, and its followers. Raises Refused."""
        raise Refused("", "unknown_parent", "The product that this row belongs to is not in the file.", key)


def published(text: str) -> bool:
    """Whether a flag of visibility says yes; no flag does."""
    return text.casefold() in ("", "1", "true", "yes", "active")


def joined_sku(*parts: str) -> str:
    """A SKU from a handle and option values, for a variant that has none."""
    return "-".join(part for part in parts if part)


def first_of_its_kind(column: str) -> Callable[[Record], Place]:
    """The first record with a value of the column heads the later ones."""
    seen: set[str] = set()

    def place(record: Record) -> Place:
        key = record[column]
        first = not key or key not in seen
        seen.add(key)
        return Place(first, (key,))

    return place


def filled(columns: Iterable[str], record: Record) -> Iterator[str]:
    """The cells of the columns that are not empty."""
    return (record[column] for column in columns if record[column])
