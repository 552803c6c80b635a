"""Reports on the wire."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from ninja import Field, Schema
from pydantic import BeforeValidator

from src.modules.analytics.contracts import Granularity, PeriodFigures, Question
from src.platform.auth.principal import SignedInRequest
from src.platform.errors import Unprocessable
from src.platform.http.schemas import CurrencyCode, MoneyOut, MoneyText
from src.platform.money import Money, to_decimal_string

DEFAULT_DAYS, MOST_DAYS = 30, 3_660


def _as_object(money: Money) -> MoneyOut:
    return MoneyOut(amount=to_decimal_string(money.amount, money.currency), currency=money.currency)


MoneyObject = Annotated[MoneyOut, BeforeValidator(_as_object)]
Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2199, 12, 31))]


class SummaryQuery(Schema):
    """Which days, in periods of what length, in which currency (the shop's own, if none is named)."""

    first: Day | None = Field(
        None, alias="from", description=f"A day of the shop's time zone. Default: {DEFAULT_DAYS} days up to `to`."
    )
    last: Day | None = Field(
        None, alias="to", description=f"That day included. Default: today. At most {MOST_DAYS} days in all."
    )
    granularity: Granularity = Granularity.DAY
    currency: CurrencyCode | None = None

    def question(self, request: SignedInRequest) -> Question:
        """Raises Unprocessable for days the wrong way round, and for too many of them."""
        principal = request.principal
        last = self.last or timezone.now().astimezone(ZoneInfo(settings.SHOP_TIME_ZONE)).date()
        asked = Question(
            first=self.first or last - timedelta(days=DEFAULT_DAYS - 1), last=last, granularity=self.granularity,
            currency=self.currency or settings.DEFAULT_CURRENCY,
            seller_id=None if principal.is_admin else principal.user_id,
        )  # fmt: skip
        if asked.days < 1:
            raise Unprocessable.of("from", "after_the_end", "`from` must not be after `to` (today, if not given).")
        if asked.days > MOST_DAYS:
            raise Unprocessable.of("from", "too_many_days", f"At most {MOST_DAYS} days can be asked for at once.")
        return asked


class PeriodOut(Schema):
    """A day, week or month, by its first day."""

    period: date
    orders: int
    revenue: MoneyText
    units: int


class TopProductOut(Schema):
    product_id: int
    name: str
    units: int
    revenue: MoneyText


class LowStockOut(Schema):
    """A variant on sale of which little is left."""

    product_id: int
    sku: str
    name: str
    stock: int


class SummaryOut(Schema):
    """Orders that were paid and are not cancelled, by the time of payment, refunds taken off.

    `units_sold` without what was returned; `by_status` counts all orders placed in those days, paid or not.
    """

    orders: int
    revenue: MoneyText
    average_order_value: MoneyText
    units_sold: int
    customers: int
    currency: str
    series: list[PeriodOut]
    top_products: list[TopProductOut]
    low_stock: list[LowStockOut]
    by_status: dict[str, int]


class PeriodWithMoneyOut(PeriodOut):
    revenue: MoneyObject  # type: ignore[assignment]  # version 2 says money otherwise, on purpose


class TopProductWithMoneyOut(TopProductOut):
    revenue: MoneyObject  # type: ignore[assignment]  # version 2 says money otherwise, on purpose


class SummaryWithMoneyOut(SummaryOut):
    """As v1's, with money as objects."""

    revenue: MoneyObject  # type: ignore[assignment]  # version 2 says money otherwise, on purpose
    average_order_value: MoneyObject  # type: ignore[assignment]  # as revenue
    series: list[PeriodWithMoneyOut]  # type: ignore[assignment]  # lists are invariant
    top_products: list[TopProductWithMoneyOut]  # type: ignore[assignment]  # as series


def csv_of(series: list[PeriodFigures], currency: str) -> Iterator[str]:
    """The periods as lines of CSV. Numbers and dates alone: nothing that a spreadsheet could run."""
    yield "period,orders,revenue,units,currency\r\n"
    for one in series:
        revenue = to_decimal_string(one.revenue.amount, currency)
        yield f"{one.period.isoformat()},{one.orders},{revenue},{one.units},{currency}\r\n"
