"""Orders as reports count them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from src.modules.orders.contracts import PaymentStatus, Trade, TradedLine, TradedPart
from src.modules.orders.models import Fulfilment, Order, OrderLine
from src.modules.orders.services.settlement import due
from src.modules.payments import public as payments
from src.modules.payments.contracts import Balance, Receipt

MONEY_CAME = (PaymentStatus.PAID, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED)
CHUNK = 2_000


def trades(order_ids: Iterable[UUID]) -> dict[UUID, Trade]:
    """Those orders, as they stand now, by id; checkouts that are no orders are left out. Five statements."""
    lines = OrderLine.objects.only("order_id", "fulfilment_id", "product_id", "unit_price", "quantity")
    parts = Fulfilment.objects.only("order_id", "seller_id", "status")
    found = Order.objects.placed().filter(pk__in=set(order_ids))
    orders = list(found.prefetch_related(Prefetch("lines", lines), Prefetch("fulfilments", parts)))
    references = [str(order.pk) for order in orders]
    money, receipts = payments.balances(references), payments.receipts(references)
    return {
        order.pk: _trade(order, money[reference], receipts.get(reference, []))
        for order, reference in zip(orders, references, strict=True)
    }


def all_trades() -> Iterator[list[Trade]]:
    """Every order there is, oldest first, some at a time."""
    last = UUID(int=0)
    rows = Order.objects.placed().order_by("pk").values_list("pk", flat=True)
    while ids := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield list(trades(ids).values())
        last = ids[-1]


def _trade(order: Order, balance: Balance, receipts: list[Receipt]) -> Trade:
    return Trade(
        order_id=order.pk, buyer_id=order.customer_id or order.pk, currency=order.currency, status=order.status,
        placed_at=order.created_at, paid_at=_paid_at(order, receipts), kept=balance.captured - balance.refunded,
        due=due(order), parts=_parts(order),
    )  # fmt: skip


def _paid_at(order: Order, receipts: list[Receipt]) -> datetime | None:
    """When what was asked for came. A sum that was too small went back; on delivery less is asked for at times."""
    if order.payment_status not in MONEY_CAME:
        return None
    enough = [receipt for receipt in receipts if receipt.amount >= order.total] or receipts
    return enough[0].at if enough else order.created_at


def _parts(order: Order) -> list[TradedPart]:
    lines: dict[int, list[TradedLine]] = {}
    for line in order.lines.all():
        worth = line.unit_price * line.quantity
        traded = TradedLine(product_id=line.product_id, units=line.quantity, worth=worth)
        lines.setdefault(line.fulfilment_id, []).append(traded)
    return [
        TradedPart(seller_id=part.seller_id, status=part.status, lines=lines.get(part.pk, []))
        for part in order.fulfilments.all()
    ]
