"""Rows by cursor, where they are not finished JSON: movements, images."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from src.modules.catalog.models import ProductImage
from src.modules.catalog.selectors.offers import currency_of
from src.platform.http.keyset import CursorQuery, window


def images_of(product_id: int) -> "QuerySet[ProductImage]":
    """The pictures of a product on sale. Raises UnknownProduct."""
    currency_of(product_id)
    return ProductImage.objects.filter(product_id=product_id)


def page_by_cursor(rows: "QuerySet[Any]", order: Sequence[str], query: CursorQuery, *, name: str) -> dict[str, Any]:
    """One page of `rows` in a total `order`, and their number if asked for. Two statements, three to count."""
    page = window(rows, order, query, name=name)
    found = rows.in_bulk(page.ids)
    cursors = {"next_cursor": page.next_cursor, "previous_cursor": page.previous_cursor}
    counted = {"total_count": rows.count()} if query.count else {}
    return {"items": [found[pk] for pk in page.ids if pk in found], **cursors, **counted}
