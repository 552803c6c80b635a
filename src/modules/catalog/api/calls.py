"""What the calls of the catalogue have in common: who calls, what the address means, how a new thing is answered."""

from src.modules.catalog.errors import NotYours, SkuTaken, SlugTaken, UnknownProduct, VariantRequired
from src.modules.catalog.selectors.documents import AN_ID
from src.modules.catalog.services.ownership import Merchant
from src.modules.inventory.errors import OutOfStock, StockChanged
from src.platform.auth.principal import SignedInRequest
from src.platform.errors import NotFound
from src.platform.http.throttling import limited

writes = limited("writes")
# What a change of a product may be refused for.
CHANGING = (UnknownProduct, NotYours, VariantRequired, SkuTaken, SlugTaken, StockChanged, OutOfStock)


def merchant_of(request: SignedInRequest) -> Merchant:
    """Who keeps the goods."""
    return Merchant(id=request.principal.user_id, is_admin=request.principal.is_admin)


def number(key: str, missing: type[NotFound]) -> int:
    """The id in an address. What is none names nothing."""
    if not AN_ID.fullmatch(key):
        raise missing
    return int(key)
