"""Refusals of orders."""

from src.platform.errors import Conflict, NotFound


class CartEmpty(Conflict):
    code, message = "cart_empty", "The cart is empty."


class NotEnough(Conflict):
    """`items` names each line that cannot be delivered: sku, requested, available."""

    code, message = "insufficient_stock", "There is not enough in stock for this order."


class PriceChanged(Conflict):
    """The details are the totals as they are now."""

    code, message = "price_changed", "The total is no longer what was expected: it is {total} now."


class CheckoutInProgress(Conflict):
    """Another checkout of the same cart has not ended yet."""

    code, message = "checkout_in_progress", "This cart is being checked out already."


class TooManyUnpaid(Conflict):
    """Each unpaid order keeps stock from others."""

    code, message = "too_many_unpaid_orders", "Pay or cancel one of your {limit} unpaid orders first."


class CheckoutUndone(Conflict):
    """The checkout took so long that it was undone meanwhile; what was paid goes back."""

    code, message = (
        "checkout_undone",
        "This checkout was undone because it took too long. Nothing was charged for good.",
    )


class UnknownOrder(NotFound):
    code, message = "unknown_order", "There is no such order."


class InvalidTransition(Conflict):
    """The status does not lead there."""

    code, message = "invalid_transition", "An order does not go there from where it is."


class NotPaid(Conflict):
    code, message = "not_paid", "Only a paid order is shipped."


class NothingToPay(Conflict):
    """Paid already, or not to be paid any more."""

    code, message = "nothing_to_pay", "This order is not waiting for money."


class PaymentInProgress(Conflict):
    """Another attempt may still succeed: two at once could both take the money."""

    code, message = "payment_in_progress", "A payment of this order is under way."
