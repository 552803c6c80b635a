"""Reads the demo shop's files: categories, people, and the goods of each catalogue."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HOUSE_CATALOGUE = "house.csv"


@dataclass(frozen=True)
class Category:
    path: str
    description: str


@dataclass(frozen=True)
class Address:
    line1: str
    line2: str
    city: str
    region: str
    postal_code: str
    country: str


@dataclass(frozen=True)
class Customer:
    name: str
    email: str
    phone: str
    address: Address


@dataclass(frozen=True)
class Seller:
    """A seller and the name of the catalogue file that is theirs."""

    name: str
    email: str
    phone: str
    shop_name: str
    catalogue: str


@dataclass(frozen=True)
class Admin:
    name: str
    email: str


@dataclass(frozen=True)
class Product:
    """What a visitor sees as one product, whatever its variants. `categories` are paths, the first one its home."""

    sku: str
    name: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Good:
    """What can be put in a cart: a variant, or a product that has none. `stock` in units before any order."""

    sku: str
    product: Product
    price: Decimal
    stock: int


def catalogue_path(catalogue: str) -> Path:
    """The file of a catalogue, in Mercer's native upload format."""
    return HERE / "catalogue" / catalogue


def catalogues() -> list[str]:
    """The names of all catalogue files, the house's own first."""
    return [HOUSE_CATALOGUE, *(seller.catalogue for seller in sellers())]


def categories() -> list[Category]:
    """All categories, parents before their children."""
    return [Category(**entry) for entry in _json("categories.json")]


def admin() -> Admin:
    return Admin(**_json("people.json")["admin"])


def sellers() -> list[Seller]:
    return [Seller(**entry) for entry in _json("people.json")["sellers"]]


def customers() -> list[Customer]:
    entries = _json("people.json")["customers"]
    return [Customer(**{**entry, "address": Address(**entry["address"])}) for entry in entries]


def products() -> list[Product]:
    """Every product of every catalogue."""
    return [_product(row) for row in _rows() if not row["parent_sku"]]


def goods() -> list[Good]:
    """Everything in the shop that can be bought."""
    by_sku = {product.sku: product for product in products()}
    sellable = (row for row in _rows() if row["price"])
    return [_good(row, by_sku[row["parent_sku"] or row["sku"]]) for row in sellable]


def _product(row: dict[str, str]) -> Product:
    return Product(row["sku"], row["name"], tuple(path.strip() for path in row["categories"].split("|")))


def _good(row: dict[str, str], product: Product) -> Good:
    return Good(row["sku"], product, Decimal(row["price"]), int(row["stock"]))


def _rows() -> Iterator[dict[str, str]]:
    for catalogue in catalogues():
        with catalogue_path(catalogue).open(newline="", encoding="utf-8") as file:
            yield from csv.DictReader(file)


def _json(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))
