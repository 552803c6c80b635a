"""Where one is signed in, and the second factor."""

from uuid import UUID

from django.db.models import QuerySet
from ninja import Router, Status

from src.modules.identity import selectors
from src.modules.identity.api.devices import device_of
from src.modules.identity.api.schemas import CodeIn, EnrolmentOut, RecoveryCodesOut, SessionOut
from src.modules.identity.models import LoginSession
from src.modules.identity.services import second_factor, sessions
from src.modules.identity.services.second_factor import Enrolment
from src.platform.auth.bearer import signed_in
from src.platform.auth.principal import SignedInRequest
from src.platform.http.lists import paged
from src.platform.http.throttling import limited

router = Router(tags=["auth"], auth=signed_in)


@router.get("/sessions/", response=list[SessionOut])
@paged
def list_sessions(request: SignedInRequest) -> QuerySet[LoginSession]:
    """Where you are signed in, the latest used first."""
    caller = request.principal
    return selectors.live_sessions(caller.user_id, current=caller.session_id)


@router.delete("/sessions/{uuid:session_id}/", response={204: None})
def end_session(request: SignedInRequest, session_id: UUID) -> Status[None]:
    """Sign out there."""
    sessions.end_own_session(user_id=request.principal.user_id, session_id=session_id)
    return Status(204, None)


@router.post("/mfa/totp/", response=EnrolmentOut)
def begin_totp(request: SignedInRequest) -> Enrolment:
    """Set up an authenticator. It is asked for once you have confirmed a code of it."""
    return second_factor.begin_totp(user_id=request.principal.user_id)


@router.post("/mfa/totp/confirm/", response=RecoveryCodesOut, throttle=limited("login"))
def confirm_totp(request: SignedInRequest, body: CodeIn) -> dict[str, list[str]]:
    """From now on every log-in asks for it. Your other sessions end."""
    caller = request.principal
    codes = second_factor.confirm_totp(
        user_id=caller.user_id, session_id=caller.session_id, code=body.code, device=device_of(request)
    )
    return {"recovery_codes": codes}


@router.delete("/mfa/totp/", response={204: None}, throttle=limited("login"))
def remove_totp(request: SignedInRequest, body: CodeIn) -> Status[None]:
    """Ask for no second factor any more."""
    second_factor.remove_totp(user_id=request.principal.user_id, code=body.code, device=device_of(request))
    return Status(204, None)
