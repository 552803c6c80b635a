"""Carts in version 2: a person's own, and those of guests, opened by a token. Money as objects, `ETag`, `If-Match`."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from ninja.params.functions import Header

from src.modules.cart import services
from src.modules.cart.api.documents import extended_cart, totals_document
from src.modules.cart.api.schemas.basic import CartItemIn, CartQuantityIn
from src.modules.cart.api.schemas.extended import CartShape, ExtendedCartOut, ExtendedCartTotalsOut, NewCartOut
from src.modules.cart.contracts import Basket, GuestCart, Holder
from src.platform.auth.bearer import signed_in
from src.platform.auth.principal import SignedInRequest
from src.platform.http.conditional import OWN, kept, matched_revision
from src.platform.http.documents import answer, as_json, money_object
from src.platform.http.schemas import Words
from src.platform.http.throttling import limited

cart = Router(tags=["cart"], auth=signed_in)
carts = Router(tags=["guest carts"])

# Without it, as with a wrong one, there is no such cart.
Token = Header("", alias="X-Cart-Token", description="What `POST carts/` answered.")


def _holder(request: SignedInRequest) -> Holder:
    return Holder(customer_id=request.principal.user_id)


def _shown(request: HttpRequest, basket: Basket, shape: CartShape) -> HttpResponse:
    return kept(request, as_json(shape.cut(extended_cart(basket))), revision=basket.revision, cache=OWN)


def _added(request: HttpRequest, holder: Holder, body: CartItemIn, shape: CartShape) -> HttpResponse:
    variant_id = services.variant_named(product_id=body.product_id, variant_id=body.variant_id, sku=body.sku)
    added = _shown(request, services.add(holder, variant_id=variant_id, quantity=body.quantity), shape)
    added.status_code = 201
    return added


def _changed(
    request: HttpRequest, holder: Holder, item_id: int, body: CartQuantityIn, shape: CartShape
) -> HttpResponse:
    seen = matched_revision(request)
    return _shown(request, services.change(holder, line_id=item_id, quantity=body.quantity, seen=seen), shape)


@cart.get("/", response=ExtendedCartOut)
def show_cart(request: SignedInRequest, shape: Query[CartShape]) -> HttpResponse:
    """The cart at present prices; an item is `available` if there is enough of it."""
    return _shown(request, services.show(_holder(request)), shape)


@cart.post("/", response={201: ExtendedCartOut}, throttle=limited("cart"))
def add_to_cart(request: SignedInRequest, body: CartItemIn, shape: Query[CartShape]) -> HttpResponse:
    """Put goods into the cart; what is there already adds up."""
    return _added(request, _holder(request), body, shape)


@cart.delete("/", response={204: None}, throttle=limited("cart"))
def clear_cart(request: SignedInRequest) -> Status[None]:
    """Take everything out; with `If-Match` only as it was read (412 `stale`)."""
    services.clear(_holder(request), seen=matched_revision(request))
    return Status(204, None)


@cart.get("/total/", response=ExtendedCartTotalsOut)
def show_cart_total(request: SignedInRequest) -> HttpResponse:
    """What the cart costs, shipping and tax included."""
    return answer(totals_document(services.show(_holder(request)).totals, money_object))


@cart.patch("/{item_id}/", response=ExtendedCartOut, throttle=limited("cart"))
def change_cart_item(
    request: SignedInRequest, item_id: int, body: CartQuantityIn, shape: Query[CartShape]
) -> HttpResponse:
    """Have so many of an item, 0 removes it; with `If-Match` only as the cart was read (412 `stale`)."""
    return _changed(request, _holder(request), item_id, body, shape)


@cart.delete("/{item_id}/", response={204: None}, throttle=limited("cart"))
def remove_from_cart(request: SignedInRequest, item_id: int) -> Status[None]:
    """Take an item out; with `If-Match` only as the cart was read (412 `stale`)."""
    services.remove(_holder(request), line_id=item_id, seen=matched_revision(request))
    return Status(204, None)


@carts.post("/", response={201: NewCartOut}, throttle=limited("cart"))
def open_guest_cart(request: HttpRequest) -> Status[GuestCart]:
    """A cart for a guest. It is dropped after 30 days without a change.

    Sent as `X-Cart-Token` with a log-in, the token brings the goods along into the person's cart.
    """
    return Status(201, services.open_guest_cart())


@carts.get("/{cart_id}/", response=ExtendedCartOut)
def show_guest_cart(request: HttpRequest, cart_id: UUID, shape: Query[CartShape], token: Words = Token) -> HttpResponse:
    """A guest's cart at present prices. Once it was ordered it is gone (404 `unknown_cart`)."""
    return _shown(request, services.show(Holder(token=token, cart_id=cart_id)), shape)


@carts.delete("/{cart_id}/", response={204: None}, throttle=limited("cart"))
def clear_guest_cart(request: HttpRequest, cart_id: UUID, token: Words = Token) -> Status[None]:
    """Take everything out; with `If-Match` only as it was read (412 `stale`)."""
    services.clear(Holder(token=token, cart_id=cart_id), seen=matched_revision(request))
    return Status(204, None)


@carts.get("/{cart_id}/total/", response=ExtendedCartTotalsOut)
def show_guest_cart_total(request: HttpRequest, cart_id: UUID, token: Words = Token) -> HttpResponse:
    """What the cart costs, shipping and tax included."""
    return answer(totals_document(services.show(Holder(token=token, cart_id=cart_id)).totals, money_object))


@carts.post("/{cart_id}/items/", response={201: ExtendedCartOut}, throttle=limited("cart"))
def add_to_guest_cart(
    request: HttpRequest, cart_id: UUID, body: CartItemIn, shape: Query[CartShape], token: Words = Token
) -> HttpResponse:
    """Put goods into the cart; what is there already adds up."""
    return _added(request, Holder(token=token, cart_id=cart_id), body, shape)


@carts.patch("/{cart_id}/items/{item_id}/", response=ExtendedCartOut, throttle=limited("cart"))
def change_guest_cart_item(
    request: HttpRequest, cart_id: UUID, item_id: int, body: CartQuantityIn, shape: Query[CartShape],
    token: Words = Token,
) -> HttpResponse:  # fmt: skip
    """Have so many of an item, 0 removes it; with `If-Match` only as the cart was read (412 `stale`)."""
    return _changed(request, Holder(token=token, cart_id=cart_id), item_id, body, shape)


@carts.delete("/{cart_id}/items/{item_id}/", response={204: None}, throttle=limited("cart"))
def remove_from_guest_cart(request: HttpRequest, cart_id: UUID, item_id: int, token: Words = Token) -> Status[None]:
    """Take an item out; with `If-Match` only as the cart was read (412 `stale`)."""
    holder = Holder(token=token, cart_id=cart_id)
    services.remove(holder, line_id=item_id, seen=matched_revision(request))
    return Status(204, None)
