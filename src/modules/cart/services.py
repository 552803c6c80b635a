"""Use cases of the cart. Each locks the cart first, so that two tabs take turns."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from django.db.models import ProtectedError
from django.db.models.functions import Now
from psycopg.types.json import Jsonb

from src.modules.cart import selectors
from src.modules.cart.contracts import Basket, GuestCart, Holder
from src.modules.cart.errors import (
    CurrencyMismatch,
    NotEnough,
    UnknownCart,
    UnknownGoods,
    UnknownLine,
    VariantRequired,
)
from src.modules.cart.models import LARGEST_QUANTITY, Cart, CartLine
from src.modules.cart.selectors import Offers, Row, hash_of
from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import Sellable
from src.platform.db.sql import fetch, sql_beside
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.errors import Stale, Unprocessable
from src.platform.ids import uuid7
from src.platform.tasks.sweeps import for_each

LOCK_CART, LOCK_GUEST_CART = sql_beside(__file__, "lock_cart_v1"), sql_beside(__file__, "lock_guest_cart_v1")
HOLD_CART, CLOSE_CART = sql_beside(__file__, "hold_cart_v1"), sql_beside(__file__, "close_cart_v1")
PUT_LINE = sql_beside(__file__, "put_line_v1")

# After so long without a change nobody comes back for a guest's cart.
GUESTS_COME_BACK_WITHIN = timedelta(days=30)


def show(holder: Holder) -> Basket:
    """The holder's cart as it stands; for a person without one, a new and empty one. Raises UnknownCart."""
    found = selectors.basket_of(holder)
    if found is None:
        return selectors.basket(_opened(holder), [])
    return found


@atomic
def _opened(holder: Holder) -> Cart:
    return _locked(holder)


@atomic
def add(holder: Holder, *, variant_id: int, quantity: int) -> Basket:
    """Put so many more of a variant into the cart. Raises UnknownCart, UnknownGoods, CurrencyMismatch, NotEnough."""
    cart = _locked(holder)
    rows = selectors.rows_of(cart)
    offers = selectors.offers_for(rows, variant_id)
    offer = _on_sale(offers, variant_id)
    _agree_on_currency(cart, rows, offer)
    units = _possible(_units(rows, variant_id) + quantity, offer)
    return selectors.basket(cart, _with(rows, _put(cart, offer, units)), offers)


def variant_named(*, product_id: int | None = None, variant_id: int | None = None, sku: str | None = None) -> int:
    """The variant that a client means. Raises UnknownGoods, and VariantRequired for a product with several."""
    if variant_id is not None:
        return variant_id
    found = catalog.variants_of_sku(sku) if sku is not None else _of_product(product_id or 0)
    if not found:
        raise UnknownGoods
    if len(found) > 1:
        raise VariantRequired
    return found[0]


def _of_product(product_id: int) -> list[int]:
    return catalog.variants_of([product_id]).get(product_id, [])


@atomic
def change(holder: Holder, *, line_id: int, quantity: int, seen: int | None = None) -> Basket:
    """Have so many of a line; none removes it. `seen` is the revision that the client insists on.

    Raises UnknownCart, Stale, UnknownLine, UnknownGoods, NotEnough.
    """
    cart = _locked(holder, seen=seen)
    rows = selectors.rows_of(cart)
    line = _line(rows, line_id)
    offers = selectors.offers_for(rows)
    if quantity == 0:
        CartLine.objects.filter(pk=line_id).delete()
        return selectors.basket(cart, [row for row in rows if row is not line], offers)
    offer = _on_sale(offers, line.variant_id)
    return selectors.basket(cart, _with(rows, _put(cart, offer, _possible(quantity, offer))), offers)


@atomic
def remove(holder: Holder, *, line_id: int, seen: int | None = None) -> None:
    """Take a line out. Raises UnknownCart, Stale, UnknownLine."""
    removed, _ = CartLine.objects.filter(cart=_locked(holder, seen=seen), pk=line_id).delete()
    if not removed:
        raise UnknownLine


@atomic
def clear(holder: Holder, *, seen: int | None = None) -> None:
    """Take everything out. Raises UnknownCart, Stale."""
    CartLine.objects.filter(cart=_locked(holder, seen=seen)).delete()


def _locked(holder: Holder, *, seen: int | None = None, currency: str = "") -> Cart:
    """The holder's open cart, a person's made if need be; locked, its revision moved. Raises UnknownCart, Stale."""
    if holder.customer_id is not None:
        found = fetch(LOCK_CART, [uuid7(), holder.customer_id, currency])
    else:
        found = fetch(LOCK_GUEST_CART, {"token_hash": hash_of(holder.token), "cart_id": holder.cart_id})
    if not found:
        raise UnknownCart
    ((pk, currency, revision),) = found
    if seen is not None and seen != revision - 1:
        raise Stale
    return Cart(pk=pk, customer_id=holder.customer_id, currency=currency, revision=revision)


def _on_sale(offers: Offers, variant_id: int) -> Sellable:
    if variant_id not in offers:
        raise UnknownGoods
    return offers[variant_id]


def _agree_on_currency(cart: Cart, rows: list[Row], offer: Sellable) -> None:
    """The first line decides; an empty cart takes any."""
    if rows and cart.currency != offer.currency:
        raise CurrencyMismatch(cart_currency=cart.currency, currency=offer.currency)
    cart.currency = offer.currency


def _units(rows: list[Row], variant_id: int) -> int:
    return sum(row.quantity for row in rows if row.variant_id == variant_id)


def _possible(quantity: int, offer: Sellable) -> int:
    if quantity > LARGEST_QUANTITY:
        raise Unprocessable.of("quantity", "less_than_equal", f"A line takes at most {LARGEST_QUANTITY}.")
    if quantity > offer.available:
        raise NotEnough(available=offer.available)
    return quantity


def _line(rows: list[Row], line_id: int) -> Row:
    for row in rows:
        if row.id == line_id:
            return row
    raise UnknownLine


def _put(cart: Cart, offer: Sellable, quantity: int) -> Row:
    """Write the line of what is offered: so many units, in a cart that is locked."""
    row = Row(
        0, offer.variant_id, offer.product_id, offer.stock_item_id, quantity,
        offer.sku, offer.name, offer.slug, offer.price, dict(offer.options),
    )  # fmt: skip
    facts = {**row._asdict(), "options": Jsonb(row.options), "cart_id": cart.pk, "currency": offer.currency}
    ((pk,),) = fetch(PUT_LINE, facts)
    return row._replace(id=pk)


def _with(rows: list[Row], line: Row) -> list[Row]:
    """The lines as they are now, in their order."""
    return sorted([*(row for row in rows if row.id != line.id), line], key=lambda row: row.id)


@inside_transaction
def lock_basket(holder: Holder) -> Basket | None:
    """The holder's cart at present prices, locked until the caller's transaction ends; None without one.

    Raises UnknownCart for a token that never opened one.
    """
    hashed = None if holder.customer_id else hash_of(holder.token)
    for pk, currency, revision in fetch(HOLD_CART, {"customer_id": holder.customer_id, "token_hash": hashed}):
        cart = Cart(pk=pk, customer_id=holder.customer_id, currency=currency, revision=revision)
        return selectors.basket(cart, selectors.rows_of(cart))
    if hashed is not None and not Cart.objects.filter(token_hash=hashed).exists():
        raise UnknownCart
    return None


@inside_transaction
def close(cart_id: UUID, *, revision: int, ordered: Mapping[int, int]) -> None:
    """The cart became an order, as it was at `revision`; what was put in since goes into a new cart."""
    if not fetch(CLOSE_CART, [cart_id, revision]):
        _close_changed(cart_id, ordered)


def _close_changed(cart_id: UUID, ordered: Mapping[int, int]) -> None:
    cart = Cart.objects.select_for_update(no_key=True).get(pk=cart_id)
    rest = [line for line in cart.lines.order_by("pk") if line.quantity > ordered.get(line.variant_id, 0)]
    Cart.objects.filter(pk=cart.pk).update(is_open=False, updated_at=Now())
    if rest:
        _move(rest, _next_after(cart), without=ordered)


def _next_after(cart: Cart) -> Cart:
    if cart.customer_id is not None:
        return _locked(Holder(customer_id=cart.customer_id), currency=cart.currency)
    return Cart.objects.create(token_hash=cart.token_hash, currency=cart.currency)


def _move(lines: list[CartLine], cart: Cart, *, without: Mapping[int, int]) -> None:
    for line in lines:
        line.pk, line.cart, line.quantity = None, cart, line.quantity - without.get(line.variant_id, 0)
    CartLine.objects.bulk_create(lines)


@atomic
def open_guest_cart() -> GuestCart:
    """A cart for somebody who is not signed in: whoever shows the token has it."""
    token = secrets.token_urlsafe(32)
    cart = Cart.objects.create(token_hash=hash_of(token))
    return GuestCart(id=cart.pk, token=token)


def bring_along(customer_id: UUID, token: str) -> None:
    """A guest signed in: what lay in the guest's cart lies in the person's now, capped at what there is.

    Nothing is moved out of a cart that is being ordered, nor into one of another currency: it stays the guest's.
    """
    try:
        _merge(customer_id, token)
    except ProtectedError:
        return


@atomic
def _merge(customer_id: UUID, token: str) -> None:
    guest = Cart.objects.select_for_update(no_key=True).filter(token_hash=hash_of(token), is_open=True).first()
    brought = selectors.rows_of(guest) if guest else []
    if guest is None or not brought:
        return
    mine = _locked(Holder(customer_id=customer_id))
    there = selectors.rows_of(mine)
    if there and mine.currency != guest.currency:
        return
    _put_along(mine, guest.currency, brought, there)
    # Refused (ProtectedError) while an order is being made of it: that order needs it.
    guest.delete()


def _put_along(mine: Cart, currency: str, brought: Iterable[Row], there: list[Row]) -> None:
    offers = selectors.offers_for(brought)
    for row in brought:
        offer, have = offers.get(row.variant_id), _units(there, row.variant_id)
        units = min(have + row.quantity, LARGEST_QUANTITY, offer.available if offer else 0)
        if offer is not None and offer.currency == currency and units > have:
            _put(mine, offer, units)


def prune_guest_carts() -> None:
    """Drop the open carts of guests who did not come back. Safe to run twice."""
    stale = Cart.objects.filter(
        is_open=True, token_hash__isnull=False, updated_at__lt=Now() - GUESTS_COME_BACK_WITHIN
    )  # fmt: skip
    for_each(stale.order_by("updated_at")[:1000], _drop)


@atomic
def _drop(cart: Cart) -> None:
    cart.delete()


@inside_transaction
def forget(user_id: UUID) -> None:
    """Empty the cart of a person who is forgotten."""
    CartLine.objects.filter(cart__customer_id=user_id, cart__is_open=True).delete()
