"""Many products at once: `/products/batch/`."""

from functools import partial
from typing import Any

from ninja import Router

from src.modules.catalog.api.calls import merchant_of, writes
from src.modules.catalog.api.schemas.variants import BatchIn, BatchOut, ProductUpdateIn, read_item
from src.modules.catalog.selectors.offers import currency_of
from src.modules.catalog.services import products
from src.modules.catalog.services.batches import Result, each
from src.modules.catalog.services.ownership import Merchant
from src.platform.auth.bearer import merchant
from src.platform.auth.principal import SignedInRequest

router = Router(tags=["products"], auth=merchant, throttle=writes)


@router.post("/batch/", response=BatchOut, exclude_unset=True)
def keep_products(request: SignedInRequest, body: BatchIn) -> dict[str, list[dict[str, Any]]]:
    """Add and change up to 100 products; each stands or falls by itself, and has its own status (201, 200, 422, …)."""
    results = each(partial(_kept, merchant_of(request)), body.items)
    return {"results": [result.members for result in results]}


def _kept(keeper: Merchant, item: object) -> Result:
    wanted = read_item(item)
    if isinstance(wanted, ProductUpdateIn):
        products.change_product(keeper, wanted.id, wanted.change(currency_of(wanted.id)))
        return Result(200, wanted.id)
    return Result(201, products.add_product(keeper, wanted.draft()))
