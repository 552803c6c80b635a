"""Questions about carts, and the one arithmetic of totals."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.conf import settings
from django.db.models import Count, F, Q

from src.modules.cart.contracts import Basket, BasketLine, Goods, Holder, Totals
from src.modules.cart.models import Cart, CartLine
from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import Sellable
from src.platform import money
from src.platform.db.sql import fetch, sql_beside
from src.platform.ids import earliest
from src.platform.money import Money

LINES = sql_beside(__file__, "lines_v1")
Offers = Mapping[int, Sellable]


class Row(NamedTuple):
    """A line as it is kept: what it was called and what it cost when it was put in."""

    id: int
    variant_id: int
    product_id: int
    stock_item_id: int
    quantity: int
    sku: str
    name: str
    slug: str
    price: int
    options: dict[str, str]


def hash_of(token: str) -> bytes:
    """What is kept of a guest's token."""
    return sha256(token.encode()).digest()


def basket_of(holder: Holder) -> Basket | None:
    """The holder's open cart at the prices of this moment, in two statements; None if there is none."""
    columns = [F(f"lines__{name}") for name in Row._fields]
    found = Cart.objects.filter(_held_by(holder), is_open=True).order_by("lines__pk")
    read = list(found.values_list("pk", "currency", "revision", *columns))
    if not read:
        return None
    pk, currency, revision = read[0][:3]
    rows = [Row(*one[3:]) for one in read if one[3] is not None]
    return basket(Cart(pk=pk, currency=currency, revision=revision), rows)


def _held_by(holder: Holder) -> Q:
    """As `lock_guest_cart` finds it."""
    if holder.customer_id is not None:
        return Q(customer_id=holder.customer_id)
    hashed = hash_of(holder.token)
    if holder.cart_id is None:
        return Q(token_hash=hashed)
    return Q(token_hash__in=Cart.objects.filter(pk=holder.cart_id, token_hash=hashed).values("token_hash"))


def rows_of(cart: Cart) -> list[Row]:
    """The lines of a cart, in the order in which they came."""
    return [Row._make((*facts, orjson.loads(options))) for *facts, options in fetch(LINES, [cart.pk])]


def offers_for(rows: Iterable[Row], *more: int) -> Offers:
    """What these lines, and further variants, are sold for now."""
    return catalog.sellables([*(row.variant_id for row in rows), *more])


def basket(cart: Cart, rows: list[Row], offers: Offers | None = None) -> Basket:
    """A cart and its lines, at the prices of this moment."""
    found = offers_for(rows) if offers is None else offers
    lines = [_line(row, found.get(row.variant_id), cart.currency) for row in rows]
    totals = totals_of(lines, cart.currency or settings.DEFAULT_CURRENCY)
    return Basket(id=cart.pk, revision=cart.revision, lines=lines, totals=totals)


def _line(row: Row, offer: Sellable | None, currency: str) -> BasketLine:
    """A variant that was repriced in another currency is not on sale in this cart."""
    on_sale = offer is not None and offer.currency == currency
    price = offer.price if offer is not None and on_sale else row.price
    return BasketLine(
        id=row.id, variant_id=row.variant_id, options=(offer or row).options, product=_goods(row, offer),
        quantity=row.quantity, unit_price=Money(price, currency), line_total=Money(price * row.quantity, currency),
        stock_item_id=row.stock_item_id, seller_id=offer.seller_id if offer else None, on_sale=on_sale,
        available=on_sale and offer is not None and offer.available >= row.quantity,
    )  # fmt: skip


def _goods(row: Row, offer: Sellable | None) -> Goods:
    if offer is None:
        return Goods(id=row.product_id, sku=row.sku, name=row.name, slug=row.slug, image=None)
    return Goods(id=offer.product_id, sku=offer.sku, name=offer.name, slug=offer.slug, image=offer.image)


def totals_of(lines: Iterable[BasketLine], currency: str) -> Totals:
    """What these lines cost together: the only place where it is worked out."""
    lines = list(lines)
    subtotal = sum(line.line_total.amount for line in lines)
    shipping = money.parse(settings.SHIPPING_FLAT, currency) if lines else 0
    taxed, included = subtotal + shipping, settings.PRICES_INCLUDE_TAX
    tax = (money.percent_within if included else money.percent_of)(taxed, settings.TAX_PERCENT)
    return Totals(
        subtotal=Money(subtotal, currency), discount_total=Money(0, currency), shipping_total=Money(shipping, currency),
        tax_total=Money(tax, currency), total=Money(taxed if included else taxed + tax, currency),
        currency=currency, item_count=sum(line.quantity for line in lines), prices_include_tax=included,
    )  # fmt: skip


def discrepancies() -> list[str]:
    """Carts that the rules do not know: none."""
    empty = Cart.objects.filter(is_open=False, lines__isnull=True).values_list("pk", flat=True)
    return [f"cart: {pk} was ordered and has no lines" for pk in empty]


def held_about(user_id: UUID) -> list[dict[str, Any]]:
    """What lies in a person's cart, for the person's export."""
    lines = CartLine.objects.filter(cart__customer_id=user_id, cart__is_open=True)
    return [dict(line) for line in lines.order_by("pk").values("sku", "name", "quantity")]


def begun(since: datetime, until: datetime) -> tuple[int, int]:
    """Carts into which something was put that were begun from `since` until before `until`; and those of them that
    were ordered. Ids are in the order of time (UUIDv7), so that the primary key finds them."""
    found = Cart.objects.filter(pk__gte=earliest(since), pk__lt=earliest(until), revision__gt=0)
    counts = found.aggregate(begun=Count("pk"), ordered=Count("pk", filter=Q(is_open=False)))
    return counts["begun"], counts["ordered"]
