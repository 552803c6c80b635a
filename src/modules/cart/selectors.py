"""Questions about carts, and the one arithmetic of totals."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q

from src.modules.cart.contracts import Basket, BasketLine, Goods, Totals
from src.modules.cart.models import Cart, CartLine
from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import Sellable
from src.modules.inventory import public as inventory
from src.platform import money
from src.platform.ids import earliest
from src.platform.money import Money


def basket_of(cart: Cart, *, with_stock: bool = True) -> Basket:
    """The cart at the prices of this moment; `with_stock` asks whether there is enough of each line, too."""
    rows = list(cart.lines.order_by("pk"))
    offers = catalog.sellables([row.variant_id for row in rows])
    stock = inventory.levels([offer.stock_item_id for offer in offers.values()]) if with_stock else {}
    lines = []
    for row in rows:
        offer = offers.get(row.variant_id)
        level = stock.get(offer.stock_item_id) if offer else None
        lines.append(_line(row, offer, cart.currency, enough=level is not None and level.available >= row.quantity))
    return Basket(id=cart.pk, revision=cart.revision, lines=lines, totals=totals_of(lines, _currency(cart)))


def _line(row: CartLine, offer: Sellable | None, currency: str, *, enough: bool) -> BasketLine:
    """A variant that was repriced in another currency is not on sale in this cart."""
    on_sale = offer is not None and offer.currency == currency
    price = offer.price if offer is not None and on_sale else row.price
    return BasketLine(
        id=row.pk, variant_id=row.variant_id, product=_goods(row, offer), quantity=row.quantity,
        unit_price=Money(price, currency), line_total=Money(price * row.quantity, currency),
        stock_item_id=row.stock_item_id, seller_id=offer.seller_id if offer else None,
        on_sale=on_sale, available=on_sale and enough,
    )  # fmt: skip


def _goods(row: CartLine, offer: Sellable | None) -> Goods:
    if offer is None:
        return Goods(id=row.product_id, sku=row.sku, name=row.name, slug=row.slug, image=None)
    return Goods(id=offer.product_id, sku=offer.sku, name=offer.name, slug=offer.slug, image=offer.image)


def _currency(cart: Cart) -> str:
    return cart.currency or settings.DEFAULT_CURRENCY


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


def open_cart_of(customer_id: UUID) -> Cart | None:
    """The person's cart, if there is one."""
    return Cart.objects.filter(customer_id=customer_id, is_open=True).first()


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
