"""Cells as values, refused with a reason where they are none. The limits are those of the catalogue's columns."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from src.modules.catalog.importing.goods import Image, Refused
from src.modules.catalog.importing.prices import GROUPS
from src.modules.catalog.importing.records import Record
from src.platform.db.html import sanitised

LONGEST_NAME = 255
LONGEST_SKU = 100
LONGEST_OPTION = 100
LONGEST_OPTION_NAME = 60
LONGEST_CATEGORY = 120
LONGEST_SLUG = 120
LONGEST_URL = 2_000
LONGEST_DESCRIPTION = 20_000
MOST_IMAGES = 250
DEEPEST_CATEGORY = 10
MOST_STOCK = 2_147_483_647
RESERVED_SLUGS = {"export", "batch", "bulk_upload", "suggest"}

# Three zeros may be a thousand; WooCommerce writes four decimals.
_WHOLE = re.compile(r"(\d{1,15})(?:[.,]0{1,2}|[.,]0{4,})?", re.ASCII)
_UNESCAPED_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_NEXT_ADDRESS = re.compile(r"[\s,;]+(?=https?://)", re.IGNORECASE)


def line_of(record: Record, column: str, longest: int, *, required: bool = False) -> str:
    """One line of plain text: line breaks and runs of spaces become one space."""
    text = " ".join(record[column].split())
    if required and not text:
        raise Refused(column, "required", f"{column} is missing.")
    if len(text) > longest:
        raise Refused(column, "too_long", f"At most {longest} characters.", text)
    return text


def sku_of(record: Record, column: str = "sku", *, otherwise: str = "") -> str:
    """The record's SKU, or the one that the file's rules derive for it."""
    sku = line_of(record, column, LONGEST_SKU) or " ".join(otherwise.split())
    if not sku:
        raise Refused(column, "required", "A SKU is missing.")
    if len(sku) > LONGEST_SKU:
        raise Refused(column, "too_long", f"At most {LONGEST_SKU} characters.", sku)
    return sku


def option_name(name: str) -> str:
    """An option's name, as the merchant writes it."""
    if len(name) > LONGEST_OPTION_NAME:
        raise Refused("options", "too_long", f"At most {LONGEST_OPTION_NAME} characters.", name)
    return name


def slug_of(text: str) -> str:
    """A slug like the other shop's; empty where it cannot be one here, so that the catalogue makes its own."""
    folded = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9_]+", "-", folded).strip("-")[:LONGEST_SLUG].rstrip("-")
    return "" if slug.isdigit() or slug in RESERVED_SLUGS else slug


def description_of(record: Record, *columns: str) -> str:
    """The first of the columns that says something, as safe HTML."""
    column = next((name for name in columns if record[name]), columns[0])
    if len(record[column]) > LONGEST_DESCRIPTION:
        raise Refused(column, "too_long", f"At most {LONGEST_DESCRIPTION} characters.", record[column])
    return sanitised(record[column])


def stock_of(record: Record, column: str, *, oversold: bool = False) -> int | None:
    """Whole units, or None where the file does not say. Shops that may have `oversold` have none left then."""
    text = GROUPS.sub("", record[column])
    if not text:
        return None
    if text.startswith("-"):
        if oversold and _WHOLE.fullmatch(text[1:]):
            return 0
        raise Refused(column, "negative_stock", "Stock cannot be negative.", text)
    whole = _WHOLE.fullmatch(text)
    if whole is None:
        raise Refused(column, "invalid_stock", "Stock is a whole number of units.", text)
    if int(whole[1]) > MOST_STOCK:
        raise Refused(column, "stock_too_high", f"At most {MOST_STOCK} units.", text)
    return int(whole[1])


def split(text: str) -> list[str]:
    """Values between bars; `\\|` is a bar and `\\\\` a backslash of the value's own."""
    if "|" not in text and "\\" not in text:
        return [text] if text else []
    parts = _UNESCAPED_BAR.sub("\\1\x00", text).split("\x00")
    return [value for part in parts if (value := re.sub(r"\\([\\|])", r"\1", part).strip())]


def path_of(column: str, text: str, separator: str = ">") -> tuple[str, ...]:
    """A category's path from the root."""
    path = tuple(name for part in text.split(separator) if (name := " ".join(part.split())))
    if len(path) > DEEPEST_CATEGORY or any(len(name) > LONGEST_CATEGORY for name in path):
        raise Refused(column, "too_long", f"At most {DEEPEST_CATEGORY} levels of {LONGEST_CATEGORY} characters.", text)
    return path


def paths_of(column: str, texts: Iterable[str], separator: str = ">") -> tuple[tuple[str, ...], ...]:
    """Category paths, each once."""
    return tuple(dict.fromkeys(path for text in texts if (path := path_of(column, text, separator))))


def addresses(text: str) -> list[str]:
    """Picture addresses with their texts, apart: bars, commas or spaces may stand between addresses."""
    return [entry for part in split(text) for entry in _NEXT_ADDRESS.split(part) if entry]


def image_of(column: str, entry: str, alt: str = "") -> Image:
    """`ADDRESS` or `ADDRESS text`. Only http and https are ever recorded."""
    address, _, text = entry.partition(" ")
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and len(address) <= LONGEST_URL
    except ValueError:
        valid = False
    if not valid or not address.isprintable():
        raise Refused(column, "invalid_url", "A picture needs a full http or https address.", address)
    return Image(address, " ".join((alt or text).split())[:LONGEST_NAME])


def unique_images(images: Iterable[Image]) -> tuple[Image, ...]:
    """Each address once, the first text for it winning."""
    by_address: dict[str, Image] = {}
    for image in images:
        by_address.setdefault(image.url, image)
    return tuple(by_address.values())[:MOST_IMAGES]
