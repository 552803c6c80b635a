"""Orders in version 2: guests buy too. Cursors, money as objects, `ETag`, `If-Match`, chosen fields."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from ninja.decorators import decorate_view
from ninja.params.functions import Header

from src.modules.orders import selectors
from src.modules.orders.api.calls import guests_key_scope, viewer_of, viewer_or_guest, wish_of_anyone
from src.modules.orders.api.documents import Extras, attempt_document, extended_order
from src.modules.orders.api.schemas.basic import MoveIn, PaymentIn, RefundIn
from src.modules.orders.api.schemas.extended import (
    CheckoutIn,
    ExtendedAttemptOut,
    ExtendedOrderOut,
    OrderList,
    OrderShape,
    PlacedOrderOut,
)
from src.modules.orders.contracts import OrderView, PaymentChoice, Viewer
from src.modules.orders.contracts import Status as Stage
from src.modules.orders.services import checkout, fulfilment, paying
from src.platform.auth.bearer import admin, cart_holder, merchant, order_holder, signed_in
from src.platform.auth.mailed_keys import token_of
from src.platform.auth.principal import SignedInRequest
from src.platform.http.conditional import OWN, created, kept, matched_revision
from src.platform.http.documents import answer, as_json, money_object
from src.platform.http.idempotency import answered_once, key_of
from src.platform.http.keyset import CursorPage, page_of_window
from src.platform.http.schemas import Words
from src.platform.http.throttling import limited

orders = Router(tags=["orders"], auth=signed_in)

CartToken = Header("", alias="X-Cart-Token", description="A guest's: what `POST carts/` answered.")
OrderToken = Header("", alias="X-Order-Token", description="A guest's: the `token` that the checkout answered.")


def _shown(request: HttpRequest, order: OrderView) -> HttpResponse:
    return kept(request, as_json(extended_order(order)), revision=order.revision, cache=OWN)


def _placed(request: HttpRequest, order: OrderView) -> HttpResponse:
    """A guest's with the token that opens it."""
    token = token_of(order.id) if order.customer_id is None else ""
    document = extended_order(order) | ({"token": token} if token else {})
    placed = created(request, as_json(document), at=f"{request.path}{order.id}/", revision=order.revision)
    if token:
        placed["X-Order-Token"] = token
    return placed


def _extras(viewer: Viewer, views: list[OrderView], shape: OrderShape) -> Extras:
    goods = selectors.goods_of(views) if shape.expands("items.product") else None
    return Extras(goods=goods, payments=selectors.payments_of(viewer, views) if shape.expands("payments") else None)


@orders.post("/", response={201: PlacedOrderOut}, auth=cart_holder, throttle=limited("checkout"))
@decorate_view(answered_once)
def place_order(request: HttpRequest, body: CheckoutIn, cart_token: Words = CartToken) -> HttpResponse:
    """Turn the whole cart into an order and charge it, all or nothing. Needs an `Idempotency-Key`.

    A guest sends `X-Cart-Token` and `email`, and follows the order with the answer's `token` as `X-Order-Token`.
    """
    return _placed(
        request, checkout.place_order(wish_of_anyone(request, body, cart_token=cart_token, email=body.email))
    )


@orders.get("/", response=CursorPage[ExtendedOrderOut])
def list_orders(request: SignedInRequest, query: Query[OrderList]) -> HttpResponse:
    """One's own orders; a seller's also those with lines of the shop; for admins all. Newest first."""
    viewer = viewer_of(request)
    page, views, count = selectors.page_by_cursor(viewer, selectors.Filters(**query.filters()), query)
    extras = _extras(viewer, views, query)
    documents = [as_json(query.cut(extended_order(view, extras))).decode() for view in views]
    return kept(request, page_of_window(page, documents, count), cache=OWN)


@orders.get("/{order_id}/", response=ExtendedOrderOut, auth=order_holder)
def show_order(
    request: HttpRequest, order_id: UUID, shape: Query[OrderShape], token: Words = OrderToken
) -> HttpResponse:
    """An order with names and prices of the day of purchase. A seller sees the own part."""
    viewer = viewer_or_guest(request, order_id, token)
    order = selectors.order_of(viewer, order_id)
    document = shape.cut(extended_order(order, _extras(viewer, [order], shape)))
    return kept(request, as_json(document), revision=order.revision, cache=OWN)


@orders.patch("/{order_id}/", response=ExtendedOrderOut, auth=merchant)
def move_order(request: SignedInRequest, order_id: UUID, body: MoveIn) -> HttpResponse:
    """Ship, deliver, cancel or take back: a seller the own part, an admin the whole order.

    With `If-Match` only as it was read (412 `stale`).
    """
    viewer, seen = viewer_of(request), matched_revision(request)
    step = fulfilment.Step(Stage(body.status.value), viewer.actor, body.tracking_number, seen)
    return _shown(request, fulfilment.move(viewer, order_id, step))


@orders.delete("/{order_id}/", response={204: None}, auth=order_holder)
def cancel_order(request: HttpRequest, order_id: UUID, token: Words = OrderToken) -> Status[None]:
    """Cancel an order that is still pending: stock and money go back. With `If-Match` only as it was read."""
    fulfilment.cancel(viewer_or_guest(request, order_id, token), order_id, seen=matched_revision(request))
    return Status(204, None)


@orders.post("/{order_id}/pay/", response=ExtendedOrderOut, auth=order_holder, throttle=limited("checkout"))
@decorate_view(answered_once)
def pay_order(request: HttpRequest, order_id: UUID, body: PaymentIn, token: Words = OrderToken) -> HttpResponse:
    """Pay for one's own order that waits for its money."""
    viewer = viewer_or_guest(request, order_id, token)
    key = key_of(request, scope=guests_key_scope(viewer))
    return _shown(request, paying.pay_order(viewer, order_id, PaymentChoice(**body.dict()), key))


@orders.get("/{order_id}/payments/", response=list[ExtendedAttemptOut], auth=order_holder)
def list_order_payments(request: HttpRequest, order_id: UUID, token: Words = OrderToken) -> HttpResponse:
    """All charges and refunds of an order, oldest first."""
    attempts = paying.attempts_of(viewer_or_guest(request, order_id, token), order_id)
    return answer([attempt_document(one, money_object) for one in attempts])


@orders.post("/{order_id}/refund/", response=ExtendedOrderOut, auth=admin)
@decorate_view(answered_once)
def refund_order(request: SignedInRequest, order_id: UUID, body: RefundIn) -> HttpResponse:
    """Give money back, a part or all of what was paid and not yet given back."""
    return _shown(request, paying.refund_order(viewer_of(request), order_id, body.amount, key_of(request)))
