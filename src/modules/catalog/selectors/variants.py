"""What can be bought of a product, variant by variant."""

from collections.abc import Sequence

from django.db import connection

from src.modules.catalog.errors import UnknownVariant
from src.modules.catalog.models import Variant
from src.modules.catalog.selectors.documents import Document
from src.modules.catalog.selectors.offers import currency_of
from src.platform.db.sql import sql_beside
from src.platform.http.keyset import CursorQuery, Window, window

DOCUMENTS = sql_beside(__file__, "variant_documents_v1")


def variant_window(product_id: int, query: CursorQuery) -> tuple[Window, list[str], int | None]:
    """A page of a product's variants by cursor, its documents, and, if asked for, their number. Raises UnknownProduct.

    Three statements, four to count.
    """
    currency_of(product_id)
    variants = Variant.objects.filter(product_id=product_id, archived_at__isnull=True)
    page = window(variants, ("position", "pk"), query, name=f"variants {product_id}")
    found = [document.json for document in _documents(product_id, page.ids)]
    return page, found, variants.count() if query.count else None


def variant_document(product_id: int, variant_id: int) -> Document:
    """One variant on sale; `revision` is its product's. One statement. Raises UnknownVariant."""
    for document in _documents(product_id, [variant_id]):
        return document
    raise UnknownVariant


def _documents(product_id: int, ids: Sequence[int]) -> list[Document]:
    with connection.cursor() as cursor:
        cursor.execute(DOCUMENTS, {"product_id": product_id, "ids": list(ids)})
        return [Document(*row) for row in cursor.fetchall()]
