"""One's own profile."""

from ninja import Router

from src.modules.identity import selectors
from src.modules.identity.api.schemas import ProfileIn, ProfileOut
from src.modules.identity.models import User
from src.modules.identity.services import people
from src.platform.auth.bearer import signed_in
from src.platform.auth.principal import SignedInRequest

router = Router(tags=["profile"], auth=signed_in)


@router.get("/", response=ProfileOut)
def show_profile(request: SignedInRequest) -> User:
    """Who you are."""
    return selectors.user_of(request.principal.user_id)


@router.patch("/", response=ProfileOut)
def change_profile(request: SignedInRequest, body: ProfileIn) -> User:
    """Change your name or telephone number."""
    return people.change_profile(
        user_id=request.principal.user_id, changes=body.model_dump(exclude_unset=True, exclude_none=True)
    )
