"""Do the books add up? Each module answers for its own; here they are compared with each other."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import chain

from django.db.models import Count, F, Q, Sum

from src.modules.cart import public as cart
from src.modules.inventory import public as inventory
from src.modules.orders.contracts import UNSEEN, PaymentStatus, Status
from src.modules.orders.models import Order, OrderLine
from src.modules.payments import public as payments

PAID = (PaymentStatus.PAID, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED)
Held = dict[tuple[str, int], int]
Look = Callable[[], Iterable[str]]

_looks: list[Look] = []


def contribute_discrepancies(look: Look) -> None:
    """Have a module above say, in sentences, where its own books disagree."""
    _looks.append(look)


def discrepancies() -> list[str]:
    """Every place where two books disagree, in a sentence: none, by the database's promises."""
    return [
        *inventory.discrepancies(),
        *cart.discrepancies(),
        *payments.discrepancies(),
        *_wrong_totals(),
        *_carts_ordered_twice(),
        *_wrong_money(),
        *_wrongly_held(),
        *chain.from_iterable(look() for look in _looks),
    ]


def _wrong_totals() -> Iterable[str]:
    wrong = Order.objects.annotate(added=Sum("lines__line_total", default=0)).exclude(subtotal=F("added"))
    for number, subtotal, added in wrong.values_list("number", "subtotal", "added"):
        yield f"orders: {number} says {subtotal}, its lines add up to {added}"


def _carts_ordered_twice() -> Iterable[str]:
    twice = Order.objects.placed().filter(cart__isnull=False).values("cart_id").annotate(n=Count("pk")).filter(n__gt=1)
    for row in twice:
        yield f"orders: cart {row['cart_id']} became {row['n']} orders"


def _wrong_money() -> Iterable[str]:
    """No order without its money, no money without its order. (Money on its way back is where it should be.)"""
    orders = {str(order.pk): order for order in Order.objects.all()}
    money = payments.balances_of_all()
    for reference, order in orders.items():
        captured, kept = (money[reference].captured, money[reference].refundable) if reference in money else (0, 0)
        if order.payment_status in PAID and captured == 0 and order.total > 0:
            yield f"orders: {order.number} is {order.payment_status}, and no money came"
        if order.status in UNSEEN and kept > 0:
            yield f"orders: {order.number} is no order, and {kept} was taken for it"
        if order.status not in UNSEEN and order.payment_status not in PAID and kept >= order.total > 0:
            yield f"orders: {order.number} is {order.payment_status}, and {kept} came"
    for reference in money.keys() - orders.keys():
        yield f"payments: {reference} has money and is no order"


def _wrongly_held() -> Iterable[str]:
    """Stock is set aside for what is to be shipped, and for nothing else."""
    waiting = Q(order__status=Status.OPENING) | Q(fulfilment__status=Status.PENDING) & ~Q(order__status=Status.UNDONE)
    due: Held = defaultdict(int)
    for order, item, units in OrderLine.objects.filter(waiting).values_list("order_id", "stock_item_id", "quantity"):
        due[str(order), item] += units
    held = inventory.held()
    for reference, item in sorted(due.keys() | held.keys()):
        if due.get((reference, item), 0) != held.get((reference, item), 0):
            wanted, found = due.get((reference, item), 0), held.get((reference, item), 0)
            yield f"orders: {reference} should hold {wanted} of stock item {item}, and holds {found}"
