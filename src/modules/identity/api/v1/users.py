"""Accounts, for admins."""

from uuid import UUID

from django.db.models import QuerySet
from ninja import Query, Router, Status

from src.modules.identity import selectors
from src.modules.identity.api.schemas import UserIn, UserOut, UserPatchIn, UsersQuery
from src.modules.identity.models import User
from src.modules.identity.services import privacy, users
from src.platform.auth.bearer import admin
from src.platform.auth.principal import SignedInRequest
from src.platform.http.lists import paged

router = Router(tags=["users"], auth=admin)


@router.get("/", response=list[UserOut])
@paged
def list_users(request: SignedInRequest, filters: Query[UsersQuery]) -> QuerySet[User]:
    """Accounts, the newest first. `search` looks in addresses, names and shop names."""
    return selectors.users(filters.search, filters.role)


@router.post("/", response={201: UserOut})
def create_user(request: SignedInRequest, body: UserIn) -> Status[User]:
    """Make an account that needs no proof of its address. A seller is approved with it."""
    return Status(201, users.create_user(**body.model_dump()))


@router.get("/{uuid:user_id}/", response=UserOut)
def show_user(request: SignedInRequest, user_id: UUID) -> User:
    """One account."""
    return selectors.user_of(user_id)


@router.patch("/{uuid:user_id}/", response=UserOut)
def change_user(request: SignedInRequest, user_id: UUID, body: UserPatchIn) -> User:
    """Change a role, approve a seller, close or open an account. Sessions with other rights end."""
    return users.change_user(user_id=user_id, **body.model_dump())


@router.delete("/{uuid:user_id}/", response={204: None})
def erase_user(request: SignedInRequest, user_id: UUID) -> Status[None]:
    """Forget a person. Their orders stay in the books, without their name."""
    privacy.erase(user_id=user_id)
    return Status(204, None)
