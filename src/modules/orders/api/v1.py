"""Orders, and what is paid for them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status
from ninja.decorators import decorate_view

from src.modules.orders import selectors
from src.modules.orders.api.calls import viewer_of, wish_of
from src.modules.orders.api.documents import attempt_document, basic_order
from src.modules.orders.api.schemas.basic import (
    AttemptOut,
    MoveIn,
    OrderFilters,
    OrderOut,
    PaymentIn,
    PlaceOrderIn,
    RefundIn,
)
from src.modules.orders.contracts import PaymentChoice
from src.modules.orders.contracts import Status as Stage
from src.modules.orders.services import checkout, fulfilment, paying
from src.platform.auth.bearer import admin, merchant, signed_in
from src.platform.auth.principal import SignedInRequest
from src.platform.http.documents import answer, money_text
from src.platform.http.idempotency import answered_once, key_of
from src.platform.http.paging import Page, PageQuery, page_of
from src.platform.http.throttling import limited

orders = Router(tags=["orders"], auth=signed_in)


@orders.post("/", response={201: OrderOut}, throttle=limited("checkout"))
@decorate_view(answered_once)
def place_order(request: SignedInRequest, body: PlaceOrderIn) -> HttpResponse:
    """Turn the whole cart into an order and charge it, all or nothing. `Idempotency-Key` makes repeating it safe."""
    return answer(basic_order(checkout.place_order(wish_of(request, body))), status=201)


@orders.get("/", response=Page[OrderOut])
def list_orders(request: SignedInRequest, filters: Query[OrderFilters], page: Query[PageQuery]) -> HttpResponse:
    """One's own orders; a seller's also those with lines of the shop; for admins all. Newest first."""
    viewer = viewer_of(request)
    found: dict[str, Any] = page_of(request, selectors.listed(viewer, selectors.Filters(**filters.dict())), page)
    return answer({**found, "results": [basic_order(selectors.view_of(one, viewer)) for one in found["results"]]})


@orders.get("/{order_id}/", response=OrderOut)
def show_order(request: SignedInRequest, order_id: UUID) -> HttpResponse:
    """An order with names and prices of the day of purchase. A seller sees the own part."""
    return answer(basic_order(selectors.order_of(viewer_of(request), order_id)))


@orders.patch("/{order_id}/", response=OrderOut, auth=merchant)
def move_order(request: SignedInRequest, order_id: UUID, body: MoveIn) -> HttpResponse:
    """Ship, deliver, cancel or take back: a seller the own part, an admin the whole order."""
    viewer = viewer_of(request)
    step = fulfilment.Step(Stage(body.status.value), viewer.actor, body.tracking_number)
    return answer(basic_order(fulfilment.move(viewer, order_id, step)))


@orders.delete("/{order_id}/", response={204: None})
def cancel_order(request: SignedInRequest, order_id: UUID) -> Status[None]:
    """Cancel an order that is still pending: stock and money go back. It stays in the history."""
    fulfilment.cancel(viewer_of(request), order_id)
    return Status(204, None)


@orders.post("/{order_id}/pay/", response=OrderOut, throttle=limited("checkout"))
@decorate_view(answered_once)
def pay_order(request: SignedInRequest, order_id: UUID, body: PaymentIn) -> HttpResponse:
    """Pay for one's own order that waits for its money."""
    choice = PaymentChoice(**body.dict())
    return answer(basic_order(paying.pay_order(viewer_of(request), order_id, choice, key_of(request))))


@orders.get("/{order_id}/payments/", response=list[AttemptOut])
def list_order_payments(request: SignedInRequest, order_id: UUID) -> HttpResponse:
    """All charges and refunds of an order, oldest first."""
    return answer([attempt_document(one, money_text) for one in paying.attempts_of(viewer_of(request), order_id)])


@orders.post("/{order_id}/refund/", response=OrderOut, auth=admin)
@decorate_view(answered_once)
def refund_order(request: SignedInRequest, order_id: UUID, body: RefundIn) -> HttpResponse:
    """Give money back, a part or all of what was paid and not yet given back."""
    return answer(basic_order(paying.refund_order(viewer_of(request), order_id, body.amount, key_of(request))))
