"""An order as its answer, in either version's way of writing amounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from src.modules.cart.contracts import Goods
from src.modules.orders.contracts import LineView, OrderView
from src.modules.payments.contracts import Attempt
from src.platform.http.documents import Amounts, Document, money_object, money_text

SUMS = ("subtotal", "discount_total", "shipping_total", "tax_total", "total_price")


@dataclass(frozen=True, kw_only=True)
class Extras:
    """What `expand` asked for: goods by variant, payments by order; None where it did not."""

    goods: Mapping[int, Goods] | None = None
    payments: Mapping[UUID, list[Attempt]] | None = None


def basic_order(view: OrderView) -> Document:
    """In version 1."""
    return _order(view, [_item(line, money_text) for line in view.items], money_text)


def extended_order(view: OrderView, extras: Extras | None = None) -> Document:
    """In version 2: lines name the options of their variants; the address of a guest; and what was expanded."""
    extras = extras or Extras()
    items = [{**_item(line, money_object), "options": line.options} for line in view.items]
    if extras.goods is not None:
        items = [{**item, "product": vars(extras.goods[item["variant_id"]])} for item in items]
    document = {**_order(view, items, money_object), "email": view.email or None}
    if extras.payments is not None:
        document["payments"] = [attempt_document(one, money_object) for one in extras.payments.get(view.id, [])]
    return document


def _order(view: OrderView, items: list[Document], amount: Amounts) -> Document:
    return {
        "id": view.id,
        "number": view.number,
        "status": view.status,
        "payment_status": view.payment_status,
        "payment_method": view.payment_method,
        "items": items,
        **{name: amount(getattr(view, name)) for name in SUMS},
        "currency": view.currency,
        "shipping_address": view.shipping_address,
        "tracking_number": view.tracking_number,
        "note": view.note,
        "fulfilments": [vars(part) for part in view.fulfilments],
        "history": [{"status": move.status, "at": move.at, "by": move.by or None} for move in view.history],
        "created_at": view.created_at,
        "updated_at": view.updated_at,
        "payment": vars(view.payment) if view.payment else None,
    }


def _item(line: LineView, amount: Amounts) -> Document:
    return {
        "id": line.id,
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "sku": line.sku,
        "name": line.name,
        "unit_price": amount(line.unit_price),
        "quantity": line.quantity,
        "line_total": amount(line.line_total),
    }


def attempt_document(attempt: Attempt, amount: Amounts) -> Document:
    """A charge or a refund, and how it stands."""
    return {**vars(attempt), "amount": amount(attempt.amount)}
