"""Questions about orders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from src.modules.cart.contracts import Goods
from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import Named, Sellable
from src.modules.orders.contracts import (
    UNSEEN,
    FulfilmentView,
    LineView,
    Move,
    OrderSummary,
    OrderView,
    PaymentView,
    Status,
    Viewer,
)  # fmt: skip
from src.modules.orders.errors import UnknownOrder
from src.modules.orders.models import Fulfilment, Order, OrderLine, StatusChange
from src.modules.payments import public as payments
from src.modules.payments.contracts import Attempt
from src.platform.db.sql import fetch, sql_beside
from src.platform.http.keyset import CursorQuery, Window, window
from src.platform.money import Money

SUMMARIES = sql_beside(__file__, "summaries_v1")


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which orders of a list. `seen_as`: `buyer`, `seller`, or None for both."""

    status: str | None = None
    payment_status: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    number: str | None = None
    seen_as: str | None = None


def visible_to(viewer: Viewer, *, seen_as: str | None = None) -> QuerySet[Order]:
    """The orders that somebody may see, newest first."""
    orders = Order.objects.placed().order_by("-created_at", "-id")
    if viewer.is_admin and seen_as is None:
        return orders
    mine = bought_by(viewer)
    sold = Q(pk__in=Fulfilment.objects.filter(seller_id=viewer.user_id).values("order_id"))
    if seen_as == "buyer" or not (viewer.is_seller or viewer.is_admin):
        return orders.filter(mine)
    return orders.filter(sold) if seen_as == "seller" else orders.filter(mine | sold)


def bought_by(viewer: Viewer) -> Q:
    """The orders of a person; of a guest, the one whose token was shown."""
    as_guest = Q(pk=viewer.guest_of, customer=None)
    if viewer.user_id is None:
        return as_guest
    return Q(customer_id=viewer.user_id) | as_guest if viewer.guest_of else Q(customer_id=viewer.user_id)


def listed(viewer: Viewer, filters: Filters) -> QuerySet[Order]:
    """A list of orders, complete for `view_of`."""
    return _found(viewer, filters).in_full()  # type: ignore[attr-defined,no-any-return]


def _found(viewer: Viewer, filters: Filters) -> QuerySet[Order]:
    wanted = {
        "status": filters.status, "payment_status": filters.payment_status, "number": filters.number,
        "created_at__gt": filters.created_after, "created_at__lt": filters.created_before,
    }  # fmt: skip
    return visible_to(viewer, seen_as=filters.seen_as).filter(**{k: v for k, v in wanted.items() if v is not None})


def order_of(viewer: Viewer, order_id: UUID) -> OrderView:
    """One order as the viewer may see it. Raises UnknownOrder."""
    order = Order.objects.filter(pk__in=visible_to(viewer).values("pk")).in_full().filter(pk=order_id).first()
    if order is None:
        raise UnknownOrder
    return view_of(order, viewer)


def page_by_cursor(viewer: Viewer, filters: Filters, query: CursorQuery) -> tuple[Window, list[OrderView], int | None]:
    """A page of a list, newest first, and how many orders there are in all, if that was asked for."""
    orders = _found(viewer, filters)
    page = window(orders, ("-created_at", "-id"), query, name="orders")
    complete = Order.objects.in_full().in_bulk(page.ids)
    return page, [view_of(complete[pk], viewer) for pk in page.ids], orders.count() if query.count else None


def view_of(order: Order, viewer: Viewer) -> OrderView:
    """What of a complete order the viewer gets to see."""
    own_part_only = not viewer.is_admin and not viewer.bought(order.pk, order.customer_id)
    parts = [part for part in order.fulfilments.all() if not own_part_only or part.seller_id == viewer.user_id]
    whole = view(order, parts, list(order.lines.all()), list(order.history.all()))
    return whole if not own_part_only else part_of(whole, order, parts[0])


def view(
    order: Order, parts: list[Fulfilment], lines: list[OrderLine], history: list[StatusChange],
    payment: PaymentView | None = None,
) -> OrderView:  # fmt: skip
    """The whole order."""

    def amount(value: int) -> Money:
        return Money(value, order.currency)

    lines = sorted(lines, key=lambda line: line.pk)
    return OrderView(
        id=order.pk, number=order.number, customer_id=order.customer_id, email=order.email, status=order.status,
        payment_status=order.payment_status, payment_method=order.payment_method,
        items=[_line(line, order.currency) for line in lines],
        subtotal=amount(order.subtotal), discount_total=amount(order.discount_total),
        shipping_total=amount(order.shipping_total), tax_total=amount(order.tax_total),
        total_price=amount(order.total), currency=order.currency, shipping_address=order.shipping_address,
        tracking_number=_tracking(parts), note=order.note,
        fulfilments=[_part(part, lines) for part in sorted(parts, key=lambda part: part.pk)],
        history=_moves(change for change in history if change.fulfilment_id is None),
        created_at=order.created_at, updated_at=order.updated_at, payment=payment,
    )  # fmt: skip


def part_of(whole: OrderView, order: Order, part: Fulfilment) -> OrderView:
    """A seller's part: the own lines, their subtotal, the address, and no payments."""
    own = {line.pk for line in order.lines.all() if line.fulfilment_id == part.pk}
    lines = [line for line in whole.items if line.id in own]
    subtotal = Money(sum(line.line_total.amount for line in lines), whole.currency)
    nothing = Money(0, whole.currency)
    placed = [c for c in order.history.all() if c.fulfilment_id is None and c.status == Status.PENDING]
    moved = [c for c in order.history.all() if c.fulfilment_id == part.pk]
    return OrderView(
        **{
            **vars(whole), "status": part.status, "items": lines, "subtotal": subtotal, "total_price": subtotal,
            "discount_total": nothing, "shipping_total": nothing, "tax_total": nothing, "note": "", "email": "",
            "history": _moves([*placed, *moved]),
        }
    )  # fmt: skip


def _line(line: OrderLine, currency: str) -> LineView:
    return LineView(
        id=line.pk, product_id=line.product_id, variant_id=line.variant_id, sku=line.sku, name=line.name,
        options=line.options, unit_price=Money(line.unit_price, currency), quantity=line.quantity,
        line_total=Money(line.unit_price * line.quantity, currency),
    )  # fmt: skip


def _part(part: Fulfilment, lines: list[OrderLine]) -> FulfilmentView:
    own = [line.pk for line in lines if line.fulfilment_id == part.pk]
    return FulfilmentView(seller=part.seller_id, status=part.status, tracking_number=part.tracking_number, item_ids=own)


def _tracking(parts: Iterable[Fulfilment]) -> str:
    return ", ".join(part.tracking_number for part in parts if part.tracking_number)


def _moves(changes: Iterable[StatusChange]) -> list[Move]:
    ordered = sorted(changes, key=lambda change: change.pk or 0)
    return [Move(status=change.status, at=change.at, by=change.by) for change in ordered]


def goods_of(views: Iterable[OrderView]) -> dict[int, Goods]:
    """What the lines of these orders are about as the catalogue has it now, by variant; also what is sold no more."""
    lines = [line for view in views for line in view.items]
    named = catalog.names({line.product_id for line in lines})
    on_sale = catalog.sellables({line.variant_id for line in lines})
    return {line.variant_id: _goods(line, named.get(line.product_id), on_sale.get(line.variant_id)) for line in lines}


def _goods(line: LineView, named: Named | None, offer: Sellable | None) -> Goods:
    now = offer or named
    return Goods(
        id=line.product_id, sku=offer.sku if offer else line.sku, name=now.name if now else line.name,
        slug=now.slug if now else "", image=offer.image if offer else None,
    )  # fmt: skip


def payments_of(viewer: Viewer, views: Iterable[OrderView]) -> dict[UUID, list[Attempt]]:
    """The charges and refunds of those orders that the viewer bought, or administers; sellers learn of none."""
    own = [view.id for view in views if viewer.is_admin or viewer.bought(view.id, view.customer_id)]
    found = payments.attempts_of_all(str(order_id) for order_id in own)
    return {order_id: found.get(str(order_id), []) for order_id in own}


def summaries(order_ids: Iterable[UUID]) -> dict[UUID, OrderSummary]:
    """Orders as messages name them, by id, in one statement."""
    return {row[0]: OrderSummary(*row) for row in fetch(SUMMARIES, [list(set(order_ids))])}


def has_bought(user_id: UUID, product_id: int) -> bool:
    """Did this person pay for the product, and keep it?"""
    kept = Q(order__customer_id=user_id, order__payment_status__in=("paid", "partially_refunded"))
    gone = Q(fulfilment__status__in=(Status.CANCELLED, Status.RETURNED)) | Q(order__status__in=UNSEEN)
    return OrderLine.objects.filter(kept, product_id=product_id).exclude(gone).exists()


def held_about(user_id: UUID) -> list[dict[str, Any]]:
    """What orders hold about a person, for the person's export. Amounts in minor units of `currency`."""
    facts = ("number", "created_at", "status", "payment_status", "total", "currency", "shipping_address", "note")
    orders = Order.objects.placed().filter(customer_id=user_id).order_by("-created_at", "-pk")
    items: dict[UUID, list[dict[str, Any]]] = {}
    for line in OrderLine.objects.filter(order__in=orders).order_by("pk"):
        items.setdefault(line.order_id, []).append({"sku": line.sku, "name": line.name, "quantity": line.quantity})
    return [{**row, "items": items[row.pop("pk")]} for row in orders.values("pk", *facts)]
