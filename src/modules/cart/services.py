"""Use cases of the cart. Each locks the cart first, so that two tabs take turns."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now

from src.modules.cart import selectors
from src.modules.cart.contracts import Basket
from src.modules.cart.errors import CurrencyMismatch, NotEnough, UnknownGoods, UnknownLine, VariantRequired
from src.modules.cart.models import LARGEST_QUANTITY, Cart, CartLine
from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import Sellable
from src.modules.inventory import public as inventory
from src.platform.db.sql import sql_beside
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.errors import Unprocessable
from src.platform.ids import uuid7

LOCK_CART = sql_beside(__file__, "lock_cart_v1")


def show(customer_id: UUID) -> Basket:
    """The person's cart as it stands; a new, empty one if there is none."""
    return selectors.basket_of(selectors.open_cart_of(customer_id) or atomic(_locked)(customer_id))


@atomic
def add(customer_id: UUID, *, variant_id: int, quantity: int) -> Basket:
    """Put so many more of a variant into the cart. Raises UnknownGoods, CurrencyMismatch, NotEnough."""
    offer = _offer(variant_id)
    cart = _locked(customer_id)
    _agree_on_currency(cart, offer)
    line = cart.lines.filter(variant_id=variant_id).first() or _new_line(cart, offer)
    _set_quantity(line, line.quantity + quantity, offer)
    return selectors.basket_of(cart)


def variant_named(*, product_id: int | None = None, variant_id: int | None = None, sku: str | None = None) -> int:
    """The variant that a client means. Raises UnknownGoods, and VariantRequired for a product with several."""
    if variant_id is not None:
        return variant_id
    found = _of_sku(sku) if sku is not None else catalog.variants_of([product_id or 0]).get(product_id or 0, [])
    if not found:
        raise UnknownGoods
    if len(found) > 1:
        raise VariantRequired
    return found[0]


def _of_sku(sku: str) -> list[int]:
    return list(catalog.variants_by_sku([sku]).values())


@atomic
def change(customer_id: UUID, *, line_id: int, quantity: int) -> Basket:
    """Have so many of a line; none removes it. Raises UnknownLine, UnknownGoods, NotEnough."""
    cart = _locked(customer_id)
    line = _line(cart, line_id)
    if quantity == 0:
        line.delete()
    else:
        _set_quantity(line, quantity, _offer(line.variant_id))
    return selectors.basket_of(cart)


@atomic
def remove(customer_id: UUID, *, line_id: int) -> None:
    """Take a line out. Raises UnknownLine."""
    cart = _locked(customer_id)
    _line(cart, line_id).delete()


@atomic
def clear(customer_id: UUID) -> None:
    """Take everything out."""
    cart = _locked(customer_id)
    cart.lines.all().delete()


@inside_transaction
def lock_basket(customer_id: UUID) -> Basket | None:
    """The person's cart at present prices, locked until the caller's transaction ends; None without one."""
    cart = Cart.objects.select_for_update(no_key=True).filter(customer_id=customer_id, is_open=True).first()
    return selectors.basket_of(cart, with_stock=False) if cart else None


@inside_transaction
def close(cart_id: UUID, *, revision: int, ordered: Mapping[int, int]) -> None:
    """The cart became an order, as it was at `revision`; what was put in since goes into a new cart."""
    as_ordered = Cart.objects.filter(pk=cart_id, is_open=True, revision=revision)
    if not as_ordered.update(is_open=False, updated_at=Now()):
        _close_changed(cart_id, ordered)


def _close_changed(cart_id: UUID, ordered: Mapping[int, int]) -> None:
    cart = Cart.objects.select_for_update(no_key=True).get(pk=cart_id)
    rest = [line for line in cart.lines.order_by("pk") if line.quantity > ordered.get(line.variant_id, 0)]
    Cart.objects.filter(pk=cart.pk).update(is_open=False, updated_at=Now())
    if rest and cart.customer_id:
        _move(rest, _locked(cart.customer_id, currency=cart.currency), without=ordered)


def _move(lines: list[CartLine], cart: Cart, *, without: Mapping[int, int]) -> None:
    for line in lines:
        line.pk, line.cart, line.quantity = None, cart, line.quantity - without.get(line.variant_id, 0)
    CartLine.objects.bulk_create(lines)


def _locked(customer_id: UUID, *, currency: str = "") -> Cart:
    """The person's open cart, made if need be; locked, its revision moved."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_CART, [uuid7(), customer_id, currency])
        pk, currency, revision = cursor.fetchone()
    return Cart(pk=pk, customer_id=customer_id, currency=currency, revision=revision)


def _offer(variant_id: int) -> Sellable:
    offer = catalog.sellables([variant_id]).get(variant_id)
    if offer is None:
        raise UnknownGoods
    return offer


def _line(cart: Cart, line_id: int) -> CartLine:
    line = cart.lines.filter(pk=line_id).first()
    if line is None:
        raise UnknownLine
    return line


def _agree_on_currency(cart: Cart, offer: Sellable) -> None:
    """The first line decides; an empty cart takes any."""
    if cart.currency == offer.currency:
        return
    if cart.currency and cart.lines.exists():
        raise CurrencyMismatch(cart_currency=cart.currency, currency=offer.currency)
    cart.currency = offer.currency
    Cart.objects.filter(pk=cart.pk).update(currency=offer.currency)


def _new_line(cart: Cart, offer: Sellable) -> CartLine:
    return CartLine(
        cart=cart, variant_id=offer.variant_id, product_id=offer.product_id, stock_item_id=offer.stock_item_id,
        quantity=0, sku=offer.sku, name=offer.name, slug=offer.slug, price=offer.price,
    )  # fmt: skip


def _set_quantity(line: CartLine, quantity: int, offer: Sellable) -> None:
    if quantity > LARGEST_QUANTITY:
        raise Unprocessable.of("quantity", "less_than_equal", f"A line takes at most {LARGEST_QUANTITY}.")
    available = inventory.levels([offer.stock_item_id])[offer.stock_item_id].available
    if quantity > available:
        raise NotEnough(available=available)
    line.quantity = quantity
    line.save()


@inside_transaction
def forget(user_id: UUID) -> None:
    """Empty the cart of a person who is forgotten."""
    CartLine.objects.filter(cart__customer_id=user_id, cart__is_open=True).delete()
