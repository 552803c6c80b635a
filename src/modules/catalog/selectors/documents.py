"""Answers that PostgreSQL writes: finished JSON, eight times faster than rows that Python makes into JSON."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from src.modules.catalog.errors import UnknownProduct
from src.modules.catalog.models import Product
from src.modules.catalog.selectors.offers import media_url
from src.modules.catalog.selectors.scopes import DOCUMENTS, product_scope
from src.platform.cache.answers import depends_on, is_making, keep_nothing
from src.platform.db.sql import sql_beside

_DOCUMENTS = sql_beside(__file__, "product_documents_v1")
_VARIANTS = sql_beside(__file__, "product_variants_v1")
_OPTIONS = sql_beside(__file__, "product_options_v1")
_HIGHLIGHT = sql_beside(__file__, "product_highlight_v2")
WHOLE = "row_to_json(document)"
CHOSEN = f"SELECT json_object_agg(key, value) FROM json_each({WHOLE}) WHERE key = ANY(%(fields)s)"  # noqa: S608
AMONG = "product.id = ANY(%(ids)s)"
BY = {column: f"product.{column} = %(key)s AND product.archived_at IS NULL" for column in ("id", "slug")}


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How a version of the API shows a product: amounts as text or as objects, with or without its variants."""

    money_objects: bool = False
    variants: bool = False
    highlight: bool = False
    fields: tuple[str, ...] = ()

    def statement(self, condition: str) -> str:
        """The SQL of documents in this shape."""
        return _DOCUMENTS.format(
            shown=CHOSEN if self.fields else WHOLE,
            price=self._amount("product.price"),
            currency="" if self.money_objects else "product.currency,",
            thumbnail=THUMBNAIL if self.money_objects else "",
            variants=self._variants() if self.variants else "",
            highlight=_HIGHLIGHT if self.highlight else "",
            condition=condition,
        )

    def _variants(self) -> str:
        in_stock = ", item.on_hand > item.reserved AS in_stock" if self.money_objects else ""
        variants = _VARIANTS.format(variant_price=self._amount("variant.price"), variant_in_stock=in_stock)
        return variants + (_OPTIONS if self.money_objects else "")

    def _amount(self, column: str) -> str:
        amount = f"catalog_amount({column}, product.currency)"
        return f"json_build_object('amount', {amount}, 'currency', product.currency)" if self.money_objects else amount


THUMBNAIL = "%(media)s || nullif(image.thumbnail, '') AS thumbnail,"
V1_ITEM, V1_WHOLE = Shape(), Shape(variants=True)
FOUND = Shape(money_objects=True, highlight=True)
V2_ITEM, V2_WHOLE = Shape(money_objects=True), Shape(money_objects=True, variants=True)

# What stands in addresses: an id that PostgreSQL can hold, or a slug.
AN_ID = re.compile(r"[0-9]{1,18}")
A_SLUG = re.compile(r"[a-z0-9_-]{1,280}")


@dataclass(frozen=True, slots=True)
class Document:
    """One resource as JSON. `revision` is what `If-Match` compares."""

    id: int
    revision: int
    json: str


def product_documents(product_ids: Sequence[int], shape: Shape = V1_ITEM, words: str = "") -> list[Document]:
    """Products in the order of the ids, `words` highlighted. One statement, whatever their number."""
    depends_on(DOCUMENTS, *map(product_scope, product_ids))
    read = _read(shape.statement(AMONG), ids=list(product_ids), fields=list(shape.fields), words=words)
    found = {document.id: document for document in read}
    return [found[pk] for pk in product_ids if pk in found]


def product_document(key: str, shape: Shape = V1_WHOLE) -> Document:
    """One product on sale by id or slug. One statement. Raises UnknownProduct."""
    if AN_ID.fullmatch(key):
        depends_on(DOCUMENTS, product_scope(int(key)))
        documents = _read(shape.statement(BY["id"]), key=int(key), fields=list(shape.fields))
    elif A_SLUG.fullmatch(key):
        documents = _by_slug(key, shape)
    else:
        raise UnknownProduct
    if not documents:
        raise UnknownProduct
    return documents[0]


def _by_slug(slug: str, shape: Shape) -> list[Document]:
    """Which product it is must be known before it is read: one more statement, for an answer that is to be kept."""
    named = []
    if is_making():
        named = list(Product.objects.filter(slug=slug, archived_at__isnull=True).values_list("pk", flat=True))
        depends_on(DOCUMENTS, *map(product_scope, named))
    found = _read(shape.statement(BY["slug"]), key=slug, fields=list(shape.fields))
    if [document.id for document in found] != named:
        keep_nothing()
    return found


def _read(statement: str, **parameters: Any) -> list[Document]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"media": media_url(), **parameters})
        return [Document(*row) for row in cursor.fetchall()]
