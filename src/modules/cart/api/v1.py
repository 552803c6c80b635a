"""The cart of the person who calls."""

from ninja import Router, Status

from src.modules.cart import services
from src.modules.cart.api.schemas import CartItemIn, CartOut, CartQuantityIn, CartTotalsOut
from src.modules.cart.contracts import Basket, Totals
from src.platform.auth.bearer import signed_in
from src.platform.auth.principal import SignedInRequest
from src.platform.http.throttling import limited

cart = Router(tags=["cart"], auth=signed_in)


@cart.get("/", response=CartOut)
def show_cart(request: SignedInRequest) -> Basket:
    """The cart at present prices; an item is `available` if there is enough of it."""
    return services.show(request.principal.user_id)


@cart.post("/", response={201: CartOut}, throttle=limited("cart"))
def add_to_cart(request: SignedInRequest, body: CartItemIn) -> Status[Basket]:
    """Put goods into the cart; what is there already adds up."""
    variant_id = services.variant_named(product_id=body.product_id, variant_id=body.variant_id, sku=body.sku)
    return Status(201, services.add(request.principal.user_id, variant_id=variant_id, quantity=body.quantity))


@cart.delete("/", response={204: None}, throttle=limited("cart"))
def clear_cart(request: SignedInRequest) -> Status[None]:
    """Take everything out."""
    services.clear(request.principal.user_id)
    return Status(204, None)


@cart.get("/total/", response=CartTotalsOut)
def show_cart_total(request: SignedInRequest) -> Totals:
    """What the cart costs, shipping and tax included."""
    return services.show(request.principal.user_id).totals


@cart.patch("/{item_id}/", response=CartOut, throttle=limited("cart"))
def change_cart_item(request: SignedInRequest, item_id: int, body: CartQuantityIn) -> Basket:
    """Have so many of an item."""
    return services.change(request.principal.user_id, line_id=item_id, quantity=body.quantity)


@cart.delete("/{item_id}/", response={204: None}, throttle=limited("cart"))
def remove_from_cart(request: SignedInRequest, item_id: int) -> Status[None]:
    """Take an item out."""
    services.remove(request.principal.user_id, line_id=item_id)
    return Status(204, None)
