"""The cart of the person who calls."""

from django.http import HttpResponse
from ninja import Router, Status

from src.modules.cart import services
from src.modules.cart.api.documents import basic_cart, totals_document
from src.modules.cart.api.schemas.basic import CartItemIn, CartOut, CartQuantityIn, CartTotalsOut
from src.modules.cart.contracts import Holder
from src.platform.auth.bearer import signed_in
from src.platform.auth.principal import SignedInRequest
from src.platform.http.documents import answer, money_text
from src.platform.http.throttling import limited

cart = Router(tags=["cart"], auth=signed_in)


def _holder(request: SignedInRequest) -> Holder:
    return Holder(customer_id=request.principal.user_id)


@cart.get("/", response=CartOut)
def show_cart(request: SignedInRequest) -> HttpResponse:
    """The cart at present prices; an item is `available` if there is enough of it."""
    return answer(basic_cart(services.show(_holder(request))))


@cart.post("/", response={201: CartOut}, throttle=limited("cart"))
def add_to_cart(request: SignedInRequest, body: CartItemIn) -> HttpResponse:
    """Put goods into the cart; what is there already adds up."""
    variant_id = services.variant_named(product_id=body.product_id, variant_id=body.variant_id, sku=body.sku)
    basket = services.add(_holder(request), variant_id=variant_id, quantity=body.quantity)
    return answer(basic_cart(basket), status=201)


@cart.delete("/", response={204: None}, throttle=limited("cart"))
def clear_cart(request: SignedInRequest) -> Status[None]:
    """Take everything out."""
    services.clear(_holder(request))
    return Status(204, None)


@cart.get("/total/", response=CartTotalsOut)
def show_cart_total(request: SignedInRequest) -> HttpResponse:
    """What the cart costs, shipping and tax included."""
    return answer(totals_document(services.show(_holder(request)).totals, money_text))


@cart.patch("/{item_id}/", response=CartOut, throttle=limited("cart"))
def change_cart_item(request: SignedInRequest, item_id: int, body: CartQuantityIn) -> HttpResponse:
    """Have so many of an item."""
    return answer(basic_cart(services.change(_holder(request), line_id=item_id, quantity=body.quantity)))


@cart.delete("/{item_id}/", response={204: None}, throttle=limited("cart"))
def remove_from_cart(request: SignedInRequest, item_id: int) -> Status[None]:
    """Take an item out."""
    services.remove(_holder(request), line_id=item_id)
    return Status(204, None)
