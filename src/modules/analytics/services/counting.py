"""What one order adds to the sums.

- An order counts from its payment on, on the day of it, unless it is cancelled. Cash on delivery is paid at the door.
- Its revenue is the money that came and did not go back, shipping and tax included; of what was paid for parts that
  were cancelled or returned nothing counts, even while the refund is under way. A refund is taken off on the day of the
  payment, however late it comes.
- Its units are those of the parts that were neither cancelled nor returned. Money given back takes no units off.
- A seller's part counts as the order does, and is cancelled where the part is. Its revenue are its lines, without
  shipping; money that was given back of the order is taken off all lines that are left, by what they are worth.
- An order that came back whole was sold nevertheless: it stays an order, without units and revenue.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from src.modules.analytics.selectors.spans import Span, begin
from src.modules.orders.contracts import Status, Trade, TradedPart
from src.platform import money

OVER = (Status.CANCELLED, Status.RETURNED)


Key = tuple[str | int | None, ...]


class Entry(NamedTuple):
    """So much is added to a table: `key` are its key columns, `amounts` its sums, in the model's order.

    Products are entered by the day: what is added to their months and quarters follows from it.
    """

    table: str
    key: Key
    amounts: tuple[int, ...]

    def rows(self) -> list[tuple[str, Key]]:
        """All rows that are added to: table and key."""
        if self.table != "product":
            return [(self.table, self.key)]
        seller, currency, day, product = self.key
        paid = date.fromisoformat(str(day))
        return [(f"product_{span}", (seller, currency, begin(paid, span).isoformat(), product)) for span in Span]


def entries_of(trade: Trade, zone: ZoneInfo) -> list[Entry]:
    """All that the order adds."""
    return [*_statuses(trade, zone), *_sales(trade, zone)]


def _statuses(trade: Trade, zone: ZoneInfo) -> Iterator[Entry]:
    placed = _day(trade.placed_at, zone).isoformat()
    yield Entry("status", (None, trade.currency, placed, trade.status), (1,))
    for part in trade.parts:
        if part.seller_id is not None:
            yield Entry("status", (str(part.seller_id), trade.currency, placed, part.status), (1,))


def _sales(trade: Trade, zone: ZoneInfo) -> Iterator[Entry]:
    if trade.paid_at is None or trade.status == Status.CANCELLED:
        return
    paid = _day(trade.paid_at, zone)
    live = [part for part in trade.parts if part.status not in OVER]
    units = sum(line.units for part in live for line in part.lines)
    yield from _sale(trade, None, paid, _revenue(trade), units)
    for part in trade.parts:
        if part.seller_id is not None and part.status != Status.CANCELLED:
            yield from _sale_of(trade, part, paid)
    for part in live:
        yield from _products(trade, part, paid)


def _sale(trade: Trade, seller_id: UUID | None, paid: date, revenue: int, units: int) -> Iterator[Entry]:
    seller = None if seller_id is None else str(seller_id)
    yield Entry("day", (seller, trade.currency, paid.isoformat()), (1, revenue, units))
    yield Entry("buyer", (seller, trade.currency, str(trade.buyer_id), paid.isoformat()), (1,))


def _sale_of(trade: Trade, part: TradedPart, paid: date) -> Iterator[Entry]:
    sold = {} if part.status in OVER else _sold(trade, part)
    revenue, units = sum(worth for _, worth in sold.values()), sum(units for units, _ in sold.values())
    yield from _sale(trade, part.seller_id, paid, revenue, units)


def _products(trade: Trade, part: TradedPart, paid: date) -> Iterator[Entry]:
    seller = None if part.seller_id is None else str(part.seller_id)
    for product_id, amounts in _sold(trade, part).items():
        yield Entry("product", (seller, trade.currency, paid.isoformat(), product_id), amounts)


def _sold(trade: Trade, part: TradedPart) -> dict[int, tuple[int, int]]:
    """Units and revenue by product."""
    units: dict[int, int] = defaultdict(int)
    worth: dict[int, int] = defaultdict(int)
    for line in part.lines:
        units[line.product_id] += line.units
        worth[line.product_id] += line.worth
    return {product_id: (units[product_id], _kept_of(worth[product_id], trade)) for product_id in units}


def _kept_of(worth: int, trade: Trade) -> int:
    return money.share(worth, _revenue(trade), trade.due) if trade.due else 0


def _revenue(trade: Trade) -> int:
    return min(trade.kept, trade.due)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
