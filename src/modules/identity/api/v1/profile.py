"""One's own profile and addresses."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from ninja import Router, Status

from src.modules.identity import selectors
from src.modules.identity.api.devices import device_of
from src.modules.identity.api.schemas import (
    AddressOut,
    AddressPatchIn,
    EraseIn,
    OwnAddressIn,
    ProfileIn,
    ProfileOut,
    SellerRequestIn,
    UserOut,
)
from src.modules.identity.models import Address, User
from src.modules.identity.services import people, privacy
from src.platform.auth.bearer import signed_in
from src.platform.auth.principal import SignedInRequest
from src.platform.http.lists import paged
from src.platform.http.throttling import limited

router = Router(tags=["profile"], auth=signed_in)


@router.get("/", response=ProfileOut)
def show_profile(request: SignedInRequest) -> User:
    """Who you are."""
    return selectors.user_of(request.principal.user_id)


@router.patch("/", response=ProfileOut)
def change_profile(request: SignedInRequest, body: ProfileIn) -> User:
    """Change your name or telephone number."""
    changes = body.model_dump(exclude_unset=True, exclude_none=True)
    return people.change_profile(user_id=request.principal.user_id, changes=changes)


@router.delete("/", response={204: None}, throttle=limited("login"))
def erase_me(request: SignedInRequest, body: EraseIn = EraseIn()) -> Status[None]:  # noqa: B008
    """Forget you. Your orders stay in the books, without your name. Needs a log-in younger than ten minutes, or
    your password."""
    caller = request.principal
    privacy.erase_oneself(
        user_id=caller.user_id, session_id=caller.session_id, password=body.password, device=device_of(request)
    )
    return Status(204, None)


@router.get("/export/", response=dict[str, Any])
def export_my_data(request: SignedInRequest) -> dict[str, Any]:
    """All personal data that the shop holds about you."""
    return privacy.export(request.principal.user_id)


@router.post("/seller-request/", response={202: UserOut})
def ask_to_sell(request: SignedInRequest, body: SellerRequestIn) -> Status[User]:
    """Ask to be let in as a seller. An admin decides; the answer is mailed."""
    return Status(202, people.ask_to_sell(user_id=request.principal.user_id, shop_name=body.shop_name))


@router.get("/addresses/", response=list[AddressOut])
@paged
def list_addresses(request: SignedInRequest) -> QuerySet[Address]:
    """Your addresses, the default first."""
    return selectors.addresses_of(request.principal.user_id)


@router.post("/addresses/", response={201: AddressOut})
def add_address(request: SignedInRequest, body: OwnAddressIn) -> Status[Address]:
    """Keep an address. The first one is the default."""
    values = body.model_dump(exclude={"is_default"})
    added = people.add_address(user_id=request.principal.user_id, values=values, is_default=body.is_default)
    return Status(201, added)


@router.get("/addresses/{uuid:address_id}/", response=AddressOut)
def show_address(request: SignedInRequest, address_id: UUID) -> Address:
    """One of your addresses."""
    return selectors.own_address(request.principal.user_id, address_id)


@router.put("/addresses/{uuid:address_id}/", response=AddressOut)
def replace_address(request: SignedInRequest, address_id: UUID, body: OwnAddressIn) -> Address:
    """Write an address anew."""
    return people.change_address(user_id=request.principal.user_id, address_id=address_id, values=body.model_dump())


@router.patch("/addresses/{uuid:address_id}/", response=AddressOut)
def change_address(request: SignedInRequest, address_id: UUID, body: AddressPatchIn) -> Address:
    """Change some fields of an address."""
    owner = request.principal.user_id
    whole = body.applied_to(selectors.own_address(owner, address_id))
    return people.change_address(user_id=owner, address_id=address_id, values=whole.model_dump())


@router.delete("/addresses/{uuid:address_id}/", response={204: None})
def remove_address(request: SignedInRequest, address_id: UUID) -> Status[None]:
    """Forget an address."""
    people.remove_address(user_id=request.principal.user_id, address_id=address_id)
    return Status(204, None)
