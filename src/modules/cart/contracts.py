"""What other modules receive from the cart, and what its own API shows. Amounts are money, never bare numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from src.platform.money import Money


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whose cart is meant: a person's, or that of a guest who shows its token (and, where a path has it, its id)."""

    customer_id: UUID | None = None
    token: str = ""
    cart_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class GuestCart:
    """A new guest's cart. The token opens it, and is shown this once."""

    id: UUID
    token: str


@dataclass(frozen=True, kw_only=True)
class Goods:
    """What a line is about, as the catalogue has it now."""

    id: int
    sku: str
    name: str
    slug: str
    image: str | None


@dataclass(frozen=True, kw_only=True)
class BasketLine:
    """A line at its present price. `available`: so many units are there, and the variant is still on sale."""

    id: int
    variant_id: int
    options: Mapping[str, str]
    product: Goods
    quantity: int
    unit_price: Money
    line_total: Money
    stock_item_id: int
    seller_id: UUID | None
    on_sale: bool
    available: bool


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What a basket or an order costs. The tax is within `total` or was added to it, as the shop's prices are."""

    subtotal: Money
    discount_total: Money
    shipping_total: Money
    tax_total: Money
    total: Money
    currency: str
    item_count: int
    prices_include_tax: bool


@dataclass(frozen=True, kw_only=True)
class Basket:
    """A cart at present prices. `revision` moves with every change of its lines."""

    id: UUID
    revision: int
    lines: list[BasketLine]
    totals: Totals

    @property
    def quantities(self) -> dict[int, int]:
        """Units by stock item."""
        summed: dict[int, int] = {}
        for line in self.lines:
            summed[line.stock_item_id] = summed.get(line.stock_item_id, 0) + line.quantity
        return summed
