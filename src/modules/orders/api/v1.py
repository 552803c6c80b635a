"""Orders, and what is paid for them."""

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status
from ninja.decorators import decorate_view

from src.modules.orders import selectors
from src.modules.orders.api.schemas import (
    AttemptOut,
    MoveIn,
    OrderFilters,
    OrderOut,
    PaymentIn,
    PlaceOrderIn,
    RefundIn,
    viewer_of,
)  # fmt: skip
from src.modules.orders.contracts import OrderView, PaymentChoice
from src.modules.orders.contracts import Status as Stage
from src.modules.orders.services import checkout, fulfilment, paying
from src.modules.payments.contracts import Attempt
from src.platform.auth.bearer import admin, merchant, signed_in
from src.platform.auth.principal import SignedInRequest
from src.platform.http.idempotency import answered_once, key_of
from src.platform.http.paging import Page, PageQuery, page_of
from src.platform.http.throttling import limited

orders = Router(tags=["orders"], auth=signed_in)


@orders.post("/", response={201: OrderOut}, throttle=limited("checkout"))
@decorate_view(answered_once)
def place_order(request: SignedInRequest, body: PlaceOrderIn) -> Status[OrderView]:
    """Turn the whole cart into an order and charge it, all or nothing. `Idempotency-Key` makes repeating it safe."""
    payment = PaymentChoice(**body.payment.dict()) if body.payment else None
    address = body.shipping_address.dict() if body.shipping_address else {}
    wish = checkout.Wish(
        customer_id=request.principal.user_id, address=address, address_id=body.address_id, payment=payment,
        expected_total=body.expected_total, note=body.note, key=key_of(request),
    )  # fmt: skip
    return Status(201, checkout.place_order(wish))


@orders.get("/", response=Page[OrderOut])
def list_orders(request: SignedInRequest, filters: Query[OrderFilters], page: Query[PageQuery]) -> dict[str, Any]:
    """One's own orders; a seller's also those with lines of the shop; for admins all. Newest first."""
    viewer = viewer_of(request)
    found = page_of(request, selectors.listed(viewer, selectors.Filters(**filters.dict())), page)
    return {**found, "results": [selectors.view_of(order, viewer) for order in found["results"]]}


@orders.get("/{order_id}/", response=OrderOut)
def show_order(request: SignedInRequest, order_id: UUID) -> OrderView:
    """An order with names and prices of the day of purchase. A seller sees the own part."""
    return selectors.order_of(viewer_of(request), order_id)


@orders.patch("/{order_id}/", response=OrderOut, auth=merchant)
def move_order(request: SignedInRequest, order_id: UUID, body: MoveIn) -> OrderView:
    """Ship, deliver, cancel or take back: a seller the own part, an admin the whole order."""
    viewer = viewer_of(request)
    step = fulfilment.Step(Stage(body.status.value), str(viewer.user_id), body.tracking_number)
    return fulfilment.move(viewer, order_id, step)


@orders.delete("/{order_id}/", response={204: None})
def cancel_order(request: SignedInRequest, order_id: UUID) -> Status[None]:
    """Cancel an order that is still pending: stock and money go back. It stays in the history."""
    fulfilment.cancel(viewer_of(request), order_id)
    return Status(204, None)


@orders.post("/{order_id}/pay/", response=OrderOut, throttle=limited("checkout"))
@decorate_view(answered_once)
def pay_order(request: SignedInRequest, order_id: UUID, body: PaymentIn) -> OrderView:
    """Pay for one's own order that waits for its money."""
    return paying.pay_order(viewer_of(request), order_id, PaymentChoice(**body.dict()), key_of(request))


@orders.get("/{order_id}/payments/", response=list[AttemptOut])
def list_order_payments(request: SignedInRequest, order_id: UUID) -> list[Attempt]:
    """All charges and refunds of an order, oldest first."""
    return paying.attempts_of(viewer_of(request), order_id)


@orders.post("/{order_id}/refund/", response=OrderOut, auth=admin)
@decorate_view(answered_once)
def refund_order(request: SignedInRequest, order_id: UUID, body: RefundIn) -> OrderView:
    """Give money back, a part or all of what was paid and not yet given back."""
    return paying.refund_order(viewer_of(request), order_id, body.amount, key_of(request))
