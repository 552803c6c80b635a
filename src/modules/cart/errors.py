"""Refusals of the cart."""

from src.platform.errors import Conflict, NotFound


class NotEnough(Conflict):
    """More is asked for than can be sold. `available` in units."""

    code, message = "insufficient_stock", "Only {available} left."


class VariantRequired(Conflict):
    """The product has several variants."""

    code, message = "variant_required", "This product comes in several variants: name one."


class CurrencyMismatch(Conflict):
    """One cart, one currency."""

    code, message = "currency_mismatch", "The cart is in {cart_currency}, this is sold in {currency}."


class UnknownGoods(NotFound):
    """Not on sale."""

    code, message = "unknown_product", "There is no such product on sale."


class UnknownLine(NotFound):
    """No line of the caller's cart."""

    code, message = "unknown_item", "There is no such item in the cart."


class UnknownCart(NotFound):
    """No open cart of a guest has this token."""

    code, message = "unknown_cart", "There is no such cart."
