"""The checkout: prepare, pay, finalize. No lock and no transaction is held while the gateway is asked."""

import secrets
from dataclasses import asdict, dataclass, field
from uuid import UUID

import orjson
from django.conf import settings
from psycopg.types.json import Jsonb

from src.modules.cart import public as cart
from src.modules.cart.contracts import Basket, BasketLine, Holder
from src.modules.identity import public as identity
from src.modules.inventory import public as inventory
from src.modules.inventory.errors import OutOfStock
from src.modules.orders import selectors
from src.modules.orders.contracts import OrderView, PaymentChoice, PaymentView, Viewer
from src.modules.orders.errors import (
    CartEmpty,
    CheckoutInProgress,
    CheckoutUndone,
    NotEnough,
    PriceChanged,
    TooManyUnpaid,
)
from src.modules.orders.models import Fulfilment, Order, OrderLine, StatusChange
from src.modules.orders.services import completion
from src.modules.orders.services.settlement import settle_balance
from src.modules.payments import public as payments
from src.modules.payments.contracts import Charge, Kind, Outcome
from src.platform import money
from src.platform.db.refusals import in_our_words
from src.platform.db.sql import fetch, sql_beside
from src.platform.db.transactions import atomic
from src.platform.errors import Unprocessable
from src.platform.idempotency import records as idempotency
from src.platform.idempotency.records import Key
from src.platform.ids import uuid7

STANDING_IN_THE_WAY = sql_beside(__file__, "standing_in_the_way_v1")
OPEN_ORDER = sql_beside(__file__, "open_order_v1")
OF_A_LINE = ("product_id", "variant_id", "stock_item_id", "sku", "name", "options", "unit_price", "quantity")
# Crockford's base 32: no letter that could be read as another one or as a digit.
NUMBER_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass
class Wish:
    """What the buyer sent: a person, or a guest with the token of a cart and an `email` to be written to."""

    customer_id: UUID | None = None
    cart_token: str = ""
    email: str = ""
    address: dict[str, str] = field(default_factory=dict)
    address_id: UUID | None = None
    payment: PaymentChoice | None = None
    expected_total: str | int | float | None = None
    note: str = ""
    key: Key | None = None

    @property
    def holder(self) -> Holder:
        """Whose cart is ordered."""
        return Holder(customer_id=self.customer_id, token=self.cart_token)


@dataclass
class Opening:
    """A checkout that holds its stock. `already_placed`: an earlier request with the same key got through."""

    order: Order
    parts: list[Fulfilment] = field(default_factory=list)
    lines: list[OrderLine] = field(default_factory=list)
    already_placed: bool = False


def place_order(wish: Wish) -> OrderView:
    """Turn the cart into an order and charge it, all or nothing."""
    refuse_unknown_method(wish.payment)
    opening = prepare(wish)
    if opening.already_placed:
        return selectors.order_of(_buyer(opening.order), opening.order.pk)
    outcome = pay(opening.order, wish.payment)
    return finalize(opening, outcome)


def _buyer(order: Order) -> Viewer:
    return Viewer(user_id=order.customer_id, guest_of=order.pk)


def refuse_unknown_method(choice: PaymentChoice | None) -> None:
    """Raises Unprocessable, naming the field."""
    if choice is not None and choice.method not in payments.methods():
        known = ", ".join(payments.methods())
        raise Unprocessable.of("payment.method", "unknown_method", f"This shop takes: {known}.")


@atomic
def prepare(wish: Wish) -> Opening:
    """Freeze prices, set the stock aside and open the order, all or nothing."""
    order_id = uuid7()
    earlier = idempotency.claim(wish.key, order_id, is_done=_is_placed)
    if earlier is not None:
        return Opening(Order.objects.get(pk=earlier), already_placed=True)
    basket = cart.lock_basket(wish.holder)
    if basket is None or not basket.lines:
        raise CartEmpty
    _refuse_changed_price(basket, wish.expected_total)
    _refuse_gone(basket)
    _refuse_while_others_wait(wish, basket)
    if wish.address_id is not None and wish.customer_id is not None:
        wish.address = asdict(identity.address_of(wish.customer_id, wish.address_id))
    opening = _opened(order_id, wish, basket)
    _set_aside(order_id, basket)
    return opening


def _is_placed(order_id: UUID) -> bool:
    return Order.objects.placed().filter(pk=order_id).exists()


def _refuse_changed_price(basket: Basket, expected: str | int | float | None) -> None:
    if expected is None:
        return
    try:
        amount = money.parse(expected, basket.totals.currency)
    except money.InvalidAmount as wrong:
        raise Unprocessable.of("expected_total", wrong.code, str(wrong)) from wrong
    if amount != basket.totals.total.amount:
        names = ("subtotal", "discount_total", "shipping_total", "tax_total", "total", "currency")
        raise PriceChanged(**{name: getattr(basket.totals, name) for name in names})


def _refuse_gone(basket: Basket) -> None:
    gone = [line for line in basket.lines if not line.on_sale]
    if gone:
        raise NotEnough(items=[{"sku": line.product.sku, "requested": line.quantity, "available": 0} for line in gone])


def _refuse_while_others_wait(wish: Wish, basket: Basket) -> None:
    """Another checkout of this cart goes first; and each unpaid order keeps stock from others.

    The index `orders_one_a_cart` would refuse the former too, but only once the other has ended: who waits for that
    holds the cart, which the other needs to end.
    """
    facts = {"cart_id": basket.id, "customer_id": wish.customer_id, "email": wish.email}
    carts = [cart_id for (cart_id,) in fetch(STANDING_IN_THE_WAY, facts)]
    if basket.id in carts:
        raise CheckoutInProgress
    if len(carts) >= settings.MAX_UNPAID_ORDERS:
        raise TooManyUnpaid(limit=settings.MAX_UNPAID_ORDERS)


def _opened(order_id: UUID, wish: Wish, basket: Basket) -> Opening:
    totals = basket.totals
    order = Order(
        id=order_id, number=_new_number(), customer_id=wish.customer_id, email=wish.email, cart_id=basket.id,
        cart_revision=basket.revision, payment_method=wish.payment.method if wish.payment else "",
        currency=totals.currency, subtotal=totals.subtotal.amount, discount_total=totals.discount_total.amount,
        shipping_total=totals.shipping_total.amount, tax_total=totals.tax_total.amount,
        prices_include_tax=totals.prices_include_tax, shipping_address=wish.address, note=wish.note,
    )  # fmt: skip
    sellers = dict.fromkeys(line.seller_id for line in basket.lines)
    part_of = {seller: Fulfilment(order=order, seller_id=seller) for seller in sellers}
    lines = [_line(order, part_of[line.seller_id], line) for line in basket.lines]
    return _written(Opening(order, list(part_of.values()), lines))


def _written(opening: Opening) -> Opening:
    """With what the database made of it: the ids, the total, the time."""
    order, parts, lines = opening.order, opening.parts, opening.lines
    sellers = [part.seller_id for part in parts]
    rows = [
        {**{name: getattr(line, name) for name in OF_A_LINE}, "place": place, "seller_id": line.fulfilment.seller_id}
        for place, line in enumerate(lines)
    ]
    written = {"shipping_address": Jsonb(order.shipping_address), "lines": orjson.dumps(rows).decode()}
    ((order.total, order.created_at, order.updated_at, part_ids, line_ids),) = fetch(
        OPEN_ORDER, {**vars(order), **written, "sellers": sellers}
    )
    for part, pk in zip(parts, part_ids, strict=True):
        part.pk = pk
    for line, pk in zip(lines, line_ids, strict=True):
        line.pk, line.fulfilment_id = pk, line.fulfilment.pk
    return opening


def _new_number() -> str:
    """50 random bits: short enough to read out, too many to guess another's."""
    drawn = "".join(secrets.choice(NUMBER_ALPHABET) for _ in range(10))
    return f"{drawn[:5]}-{drawn[5:]}"


def _line(order: Order, part: Fulfilment, line: BasketLine) -> OrderLine:
    return OrderLine(
        order=order, fulfilment=part, product_id=line.product.id, variant_id=line.variant_id,
        stock_item_id=line.stock_item_id, sku=line.product.sku, name=line.product.name, options=line.options,
        unit_price=line.unit_price.amount, quantity=line.quantity,
    )  # fmt: skip


def _set_aside(order_id: UUID, basket: Basket) -> None:
    """The hottest rows come last, so that they are locked shortest."""
    try:
        with in_our_words():
            inventory.reserve(str(order_id), basket.quantities)
    except OutOfStock as short:
        sku_of = {line.stock_item_id: line.product.sku for line in basket.lines}
        items = [{**item, "sku": sku_of[item["item"]]} for item in short.details["items"]]
        raise NotEnough(items=[{k: item[k] for k in ("sku", "requested", "available")} for item in items]) from short


def pay(order: Order, choice: PaymentChoice | None) -> Outcome | None:
    """Ask the gateway for the money; None if the buyer pays later. The order's id is the gateway's idempotency key."""
    if choice is None:
        return None
    return payments.charge(charge_of(order, token=choice.token))


def charge_of(order: Order, *, token: str = "") -> Charge:
    """The charge of an order's checkout."""
    return Charge(
        operation=order.pk, reference=str(order.pk), amount=order.total, currency=order.currency,
        method=order.payment_method, token=token,
    )  # fmt: skip


def finalize(opening: Opening, outcome: Outcome | None) -> OrderView:
    """The order becomes one and is announced, or it is undone and the cart is as before."""
    order = opening.order
    if outcome is not None and outcome.kind in (Kind.FAILED, Kind.UNKNOWN):
        completion.undo(order.pk, outcome)
        payments.refuse_unless_good(outcome)
    if _complete(opening, outcome):
        return _as_placed(opening, outcome)
    return _ended_by_another(order)


@atomic
def _complete(opening: Opening, outcome: Outcome | None) -> bool:
    return completion.complete(opening.order, opening.lines, outcome)


def _as_placed(opening: Opening, outcome: Outcome | None) -> OrderView:
    """From memory: all of it was written a moment ago."""
    order = opening.order
    placed = StatusChange(order=order, status=order.status, by=order.moved_by, at=order.updated_at)
    payment = PaymentView(status=outcome.kind, client_secret=outcome.client_secret) if outcome else None
    return selectors.view(order, opening.parts, opening.lines, [placed], payment)


def _ended_by_another(order: Order) -> OrderView:
    """A webhook completed it, or the sweeper undid it because this took too long: then the money goes back."""
    payments.give_back(_money_to_return(order.pk))
    if Order.objects.placed().filter(pk=order.pk).exists():
        return selectors.order_of(_buyer(order), order.pk)
    raise CheckoutUndone


@atomic
def _money_to_return(order_id: UUID) -> list[Charge]:
    return settle_balance(Order.objects.select_for_update(no_key=True).get(pk=order_id))
