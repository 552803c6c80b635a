"""Logging in and out."""

from django.http import HttpRequest
from ninja import Router, Status

from src.modules.identity.api.devices import device_of
from src.modules.identity.api.schemas import (
    AcceptedOut,
    CodeLogInIn,
    EmailIn,
    LogInIn,
    RefreshIn,
    SignedInOut,
    TokensOut,
)
from src.modules.identity.errors import (
    EmailNotVerified,
    InvalidCode,
    InvalidCredentials,
    InvalidOtp,
    InvalidRefresh,
    OtpRequired,
    RefreshSuperseded,
)
from src.modules.identity.services import log_in as entrance
from src.modules.identity.services import sessions
from src.modules.identity.services.sessions import SignedIn
from src.platform.auth.bearer import signed_in
from src.platform.auth.principal import SignedInRequest
from src.platform.errors import Forbidden
from src.platform.http.promises import may_refuse
from src.platform.http.throttling import limited

router = Router(tags=["auth"])


@router.post("/login/", response=SignedInOut, throttle=limited("login"))
@may_refuse(InvalidCredentials, EmailNotVerified, OtpRequired, InvalidOtp)
def log_in(request: HttpRequest, body: LogInIn) -> SignedIn:
    """Sign in with a password. The tokens never open admin calls, whoever owns them."""
    return entrance.log_in(**body.model_dump(), device=device_of(request))


@router.post("/admin/login/", response=SignedInOut, throttle=limited("login"))
@may_refuse(InvalidCredentials, EmailNotVerified, OtpRequired, InvalidOtp, Forbidden)
def log_in_as_admin(request: HttpRequest, body: LogInIn) -> SignedIn:
    """Sign in as an admin: the tokens open admin calls."""
    return entrance.log_in_as_admin(**body.model_dump(), device=device_of(request))


@router.post("/otp/", response={202: AcceptedOut}, throttle=limited("code"))
def ask_for_code(request: HttpRequest, body: EmailIn) -> Status[AcceptedOut]:
    """Mail a six-digit code that signs in once, within five minutes and five tries. The newest one counts."""
    entrance.ask_for_code(email=body.email)
    return Status(202, AcceptedOut())


@router.post("/otp-login/", response=SignedInOut, throttle=limited("login"))
@may_refuse(InvalidCode, OtpRequired, InvalidOtp)
def log_in_by_code(request: HttpRequest, body: CodeLogInIn) -> SignedIn:
    """Sign in with a mailed code."""
    return entrance.log_in_by_code(**body.model_dump(), device=device_of(request))


@router.post("/refresh/", response=TokensOut)
@may_refuse(InvalidRefresh, RefreshSuperseded)
def refresh_tokens(request: HttpRequest, body: RefreshIn) -> SignedIn:
    """New tokens for a refresh token, which is good for this one use."""
    return sessions.refresh(body.refresh)


@router.post("/logout/", response={204: None}, auth=signed_in)
@may_refuse(InvalidRefresh)
def log_out(request: SignedInRequest, body: RefreshIn) -> Status[None]:
    """End the session that this refresh token belongs to."""
    sessions.log_out(user_id=request.principal.user_id, token=body.refresh)
    return Status(204, None)
