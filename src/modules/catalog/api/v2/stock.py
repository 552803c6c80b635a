"""The stock of a product, movement by movement, by cursor: `/products/{id}/stock/`."""

from typing import Any

from ninja import Query, Router, Status

from src.modules.catalog.api.calls import merchant_of, number, writes
from src.modules.catalog.api.schemas.answers import MovementOut
from src.modules.catalog.api.schemas.bodies import StockIn
from src.modules.catalog.errors import UnknownProduct
from src.modules.catalog.selectors.pages import page_by_cursor
from src.modules.catalog.services import stock
from src.platform.auth.bearer import merchant
from src.platform.auth.principal import SignedInRequest
from src.platform.http.keyset import CursorPage, CursorQuery

router = Router(tags=["products"], auth=merchant)


@router.get("/{key}/stock/", response=CursorPage[MovementOut], exclude_unset=True)
def list_stock_movements(request: SignedInRequest, key: str, query: Query[CursorQuery]) -> dict[str, Any]:
    """All that ever moved the stock of the product, newest first; the deltas add up to its `stock`."""
    product_id = number(key, UnknownProduct)
    movements = stock.movements_of(merchant_of(request), product_id)
    return page_by_cursor(movements, ("-pk",), query, name=f"movements {product_id}")


@router.post("/{key}/stock/", response={201: MovementOut}, throttle=writes)
def correct_stock(request: SignedInRequest, key: str, body: StockIn) -> Status[Any]:
    """Correct the stock by a difference, or to what was counted. Below zero: 409 `insufficient_stock`."""
    product_id = number(key, UnknownProduct)
    return Status(201, stock.correct_stock(merchant_of(request), product_id, **body.model_dump()))
