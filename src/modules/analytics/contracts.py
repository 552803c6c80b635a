"""What analytics answer. Amounts in minor units of the question's currency, days those of SHOP_TIME_ZONE."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from src.platform.money import Money


class Granularity(StrEnum):
    """How long a period of the series is. Weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which figures: from `first` to `last`, both included, of one currency; of one seller, or of the whole shop."""

    first: date
    last: date
    granularity: Granularity
    currency: str
    seller_id: UUID | None = None

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> "Question":
        """The same question about as many days just before."""
        return Question(
            first=self.first - timedelta(days=self.days), last=self.first - timedelta(days=1),
            granularity=self.granularity, currency=self.currency, seller_id=self.seller_id,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Orders that were paid and not cancelled, what they brought, and the units that did not come back."""

    orders: int = 0
    revenue: Money
    units: int = 0


@dataclass(frozen=True, kw_only=True)
class PeriodFigures(Figures):
    """Of one day, week or month, named by its first day (which may lie before the question's)."""

    period: date


@dataclass(frozen=True, kw_only=True)
class ProductFigures:
    """What one product sold."""

    product_id: int
    name: str
    units: int
    revenue: Money


@dataclass(frozen=True, kw_only=True)
class LowStock:
    """A variant on sale of which little is left."""

    product_id: int
    sku: str
    name: str
    stock: int


@dataclass(frozen=True, kw_only=True)
class CategoryFigures:
    """What the products whose main category this is sold. `category_id` None: those that stand nowhere."""

    category_id: int | None
    name: str
    units: int
    revenue: Money


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """How the shop, or a seller, does, compared with as many days before."""

    question: Question
    now: Figures
    before: Figures
    customers: tuple[int, int]
    # Begun, and ordered; None where there is no telling (of one seller).
    carts: tuple[int, int] | None
    series: list[PeriodFigures]
    series_before: list[PeriodFigures]
    top_products: list[ProductFigures]
    top_categories: list[CategoryFigures]
    low_stock: list[LowStock]
    by_status: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """How the shop, or a seller, does."""

    orders: int
    revenue: Money
    average_order_value: Money
    units_sold: int
    customers: int
    currency: str
    series: list[PeriodFigures]
    top_products: list[ProductFigures]
    low_stock: list[LowStock]
    by_status: dict[str, int]
