"""What a call about orders says of its caller, and of what is wanted."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from src.modules.orders.api.schemas.basic import PlaceOrderIn
from src.modules.orders.contracts import PaymentChoice, Viewer
from src.modules.orders.errors import UnknownOrder
from src.modules.orders.services.checkout import Wish
from src.platform.auth.mailed_keys import opens
from src.platform.auth.principal import Principal, SignedInRequest
from src.platform.errors import Unprocessable
from src.platform.http.idempotency import key_of, required_key_of


def viewer_of(request: SignedInRequest) -> Viewer:
    """Who looks at orders."""
    principal = request.principal
    return Viewer(user_id=principal.user_id, is_admin=principal.is_admin, is_seller=principal.is_seller)


def viewer_or_guest(request: HttpRequest, order_id: UUID, token: str) -> Viewer:
    """Who looks at this order: somebody signed in, a guest who shows its token, or both.

    Raises UnknownOrder for a guest's wrong token.
    """
    principal = _principal(request)
    guest_of = order_id if token and opens(token, order_id) else None
    if principal is not None:
        return Viewer(
            user_id=principal.user_id, is_admin=principal.is_admin, is_seller=principal.is_seller, guest_of=guest_of
        )
    if guest_of is None:
        raise UnknownOrder
    return Viewer(guest_of=guest_of)


def _principal(request: HttpRequest) -> Principal | None:
    return getattr(request, "principal", None)


def guests_key_scope(viewer: Viewer) -> str:
    """Whose Idempotency-Keys a guest's are: the order's own. Empty for people, who have theirs."""
    return "" if viewer.user_id else f"order:{viewer.guest_of}"


def wish_of(request: SignedInRequest, body: PlaceOrderIn) -> Wish:
    """What somebody who is signed in wants to buy."""
    return Wish(customer_id=request.principal.user_id, key=key_of(request), **_said(body))


def wish_of_anyone(request: HttpRequest, body: PlaceOrderIn, *, cart_token: str, email: str | None) -> Wish:
    """What somebody signed in, or a guest with a cart, wants to buy; under a key, so that it is bought once.

    Raises KeyRequired, Unprocessable.
    """
    principal = _principal(request)
    if principal is not None:
        return Wish(customer_id=principal.user_id, key=required_key_of(request), **_said(body))
    key = required_key_of(request, scope=f"cart:{sha256(cart_token.encode()).hexdigest()}")
    if email is None:
        raise Unprocessable.of("email", "missing", "Guests name the address to which we write.")
    if body.address_id is not None:
        raise Unprocessable.of("address_id", "not_for_guests", "Guests have no addresses kept: send shipping_address.")
    return Wish(cart_token=cart_token, email=email, key=key, **_said(body))


def _said(body: PlaceOrderIn) -> dict[str, Any]:
    return {
        "address": body.shipping_address.dict() if body.shipping_address else {},
        "address_id": body.address_id,
        "payment": PaymentChoice(**body.payment.dict()) if body.payment else None,
        "expected_total": body.expected_total,
        "note": body.note,
    }
