"""A cart as its answer, in either version's way of writing amounts."""

from src.modules.cart.contracts import Basket, BasketLine, Totals
from src.platform.http.documents import Amounts, Document, money_object, money_text


def basic_cart(basket: Basket) -> Document:
    """In version 1."""
    return _cart(basket, [_item(line, money_text) for line in basket.lines], money_text)


def extended_cart(basket: Basket) -> Document:
    """In version 2: a line names the options of its variant."""
    items = [{**_item(line, money_object), "options": line.options} for line in basket.lines]
    return _cart(basket, items, money_object)


def _cart(basket: Basket, items: list[Document], amount: Amounts) -> Document:
    totals = basket.totals
    return {
        "id": basket.id,
        "items": items,
        "subtotal": amount(totals.subtotal),
        "currency": totals.currency,
        "item_count": totals.item_count,
    }


def _item(line: BasketLine, amount: Amounts) -> Document:
    return {
        "id": line.id,
        "product": vars(line.product),
        "variant_id": line.variant_id,
        "quantity": line.quantity,
        "unit_price": amount(line.unit_price),
        "line_total": amount(line.line_total),
        "available": line.available,
    }


def totals_document(totals: Totals, amount: Amounts) -> Document:
    """What a cart costs, shipping and tax included."""
    sums = ("subtotal", "discount_total", "shipping_total", "tax_total", "total")
    return {
        **{name: amount(getattr(totals, name)) for name in sums},
        "currency": totals.currency,
        "item_count": totals.item_count,
    }
