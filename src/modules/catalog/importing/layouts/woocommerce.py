"""WooCommerce's product CSV, whose columns are named in the language of the shop that wrote it."""

import re
from collections.abc import Callable, Iterable, Sequence
from html import unescape
from typing import ClassVar

from src.modules.catalog.importing.fields import (
    LONGEST_NAME,
    LONGEST_OPTION,
    LONGEST_OPTION_NAME,
    addresses,
    description_of,
    image_of,
    line_of,
    paths_of,
    sku_of,
    stock_of,
)
from src.modules.catalog.importing.goods import UNCATEGORISED, Image, Refused, RowError, Variant
from src.modules.catalog.importing.layouts.layout import Draft, Layout, Place, published
from src.modules.catalog.importing.prices import price_of
from src.modules.catalog.importing.records import Record

# English, German, French, Spanish, Dutch, Italian; the last two have changed their minds over the years.
_NAMES = {
    "id": ("id",),
    "type": ("type", "typ", "tipo"),
    "sku": ("sku", "artikelnummer", "ugs", "cod"),
    "name": ("name", "nom", "nombre", "naam", "nome"),
    "published": ("published", "veröffentlicht", "publié", "publicado", "gepubliceerd", "pubblicato"),
    "short description": (
        *("short description", "kurzbeschreibung", "description courte", "descripción corta"),
        *("korte beschrijving", "breve descrizione", "descrizione breve"),
    ),
    "description": ("description", "beschreibung", "descripción", "beschrijving", "descrizione"),
    "stock": ("stock", "lager", "lagerbestand", "bestand", "inventario", "voorraad", "magazzino"),
    "sale price": (
        *("sale price", "angebotspreis", "tarif promo", "prix promo", "precio rebajado"),
        *("actieprijs", "aanbiedingsprijs", "prezzo in offerta", "prezzo scontato"),
    ),
    "regular price": (
        *("regular price", "regulärer preis", "tarif régulier", "prix régulier", "precio normal"),
        *("reguliere prijs", "normale prijs", "prezzo di listino", "prezzo regolare", "prezzo normale"),
    ),
    "categories": ("categories", "kategorien", "catégories", "categorías", "categorieën", "categorie"),
    "images": ("images", "bilder", "imágenes", "afbeeldingen", "immagini"),
    "parent": (
        *("parent", "übergeordnetes produkt", "übergeordnet", "superior"),
        *("hoofd", "bovenliggend", "hoofdproduct", "genitore"),
    ),
}
_OURS = {theirs: ours for ours, names in _NAMES.items() for theirs in names}
_ATTRIBUTE = re.compile(r"(?=.*\b(?:attribut|atribut|attribuut|eigenschap)).*?\b(\d+)\b")
_ATTRIBUTE_PART = re.compile(r"\b(?:(name|nom|nombre|naam|nome)|(value|wert|valeur|valor|waarde))")
_COMMA = re.compile(r"(?<!\\),")
_MOST_ATTRIBUTES = 20


class WooCommerce(Layout):
    """Variations name their parent by SKU or `id:NN` and may stand anywhere; the sale price goes before the regular.

    A product without a SKU is known by its number there. Attributes of simple products only describe them.
    """

    name: ClassVar[str] = "woocommerce"

    def knows(self, header: Sequence[str]) -> bool:
        return {"type", "name", "regular price", "categories"} <= set(self.renamed(header))

    def renamed(self, header: Sequence[str]) -> Sequence[str]:
        return [_ours(name) for name in header]

    def joins(self, header: Sequence[str]) -> bool:
        return "parent" in header

    def places(self) -> Callable[[Record], Place]:
        return _place

    def draft(self, head: Record, members: Sequence[Record], currency: str) -> Draft:
        if "grouped" in head["type"].casefold():
            raise Refused("type", "unsupported_type", "A group has no price of its own; its parts are imported.")
        name = line_of(_plain(head, "name"), "name", LONGEST_NAME, required=True)
        return Draft(
            sku=_sku(head),
            slug="",
            name=name,
            description=description_of(_broken(head), "description", "short description"),
            currency=currency,
            categories=paths_of("categories", _listed(unescape(head["categories"]))) or (UNCATEGORISED,),
            published=published(head["published"]),
        )

    def offers(self, head: Record, members: Sequence[Record], currency: str) -> Iterable[Record | RowError]:
        return members if _is_variable(head) else (head, *members)

    def variant(self, head: Record, record: Record, currency: str) -> Variant:
        price = "sale price" if record["sale price"] else "regular price"
        return Variant(
            row=record.row,
            sku=_sku(record),
            price=price_of(price, record[price], currency),
            stock=stock_of(record, "stock", oversold=True),
            options=_options(record) if record["parent"] else {},
        )

    def pictures(self, record: Record) -> list[Image]:
        return [image_of("images", address) for address in addresses(record["images"])]


def _ours(name: str) -> str:
    number, part = _ATTRIBUTE.match(name), _ATTRIBUTE_PART.search(name)
    if number and part:
        return f"attribute {int(number[1])} {'name' if part[1] else 'value'}"
    return _OURS.get(name, f"({name})")


def _place(record: Record) -> Place:
    parent = record["parent"].replace(" ", "") if record["parent"].casefold().startswith("id:") else record["parent"]
    if parent:
        return Place(False, (parent,))
    keys = (record["sku"], f"id:{record['id']}" if record["id"] else "")
    return Place(True, tuple(key for key in keys if key))


def _sku(record: Record) -> str:
    return sku_of(record, otherwise=f"wc-{record['id']}" if record["id"] else "")


def _is_variable(head: Record) -> bool:
    return head["type"].casefold().startswith("variable")


def _plain(record: Record, column: str) -> Record:
    """WordPress keeps names escaped (`Salt &amp; Pepper`)."""
    return record.with_cells(**{column: unescape(record[column])})


def _broken(record: Record) -> Record:
    """The export writes line breaks of texts as a backslash and an n."""
    texts = ("description", "short description")
    return record.with_cells(**{column: record[column].replace("\\n", "\n") for column in texts})


def _listed(text: str) -> list[str]:
    """Values between commas; `\\,` is a comma of the value's own."""
    return [value.replace("\\,", ",").strip() for value in _COMMA.split(text)]


def _options(record: Record) -> dict[str, str]:
    """An attribute without a value ("any size") leaves the choice open and is no option."""
    options = {}
    for number in range(1, _MOST_ATTRIBUTES):
        name = line_of(record, f"attribute {number} name", LONGEST_OPTION_NAME)
        value = line_of(record, f"attribute {number} value", LONGEST_OPTION)
        if name and value:
            options[name] = value
    return options
