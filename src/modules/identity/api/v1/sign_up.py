"""Signing up, proving an address, getting a new password."""

from django.http import HttpRequest
from ninja import Router, Status

from src.modules.identity.api.devices import device_of
from src.modules.identity.api.schemas import (
    AcceptedOut,
    EmailChangeIn,
    EmailIn,
    KeyIn,
    PasswordChangeIn,
    ProfileOut,
    ResetIn,
    SignedUpOut,
    SignUpIn,
)
from src.modules.identity.models import User
from src.modules.identity.services import passwords, people, sign_up
from src.platform.auth.bearer import signed_in
from src.platform.auth.principal import Role, SignedInRequest
from src.platform.http.throttling import limited

router = Router(tags=["auth"])


@router.post("/signup/", response={201: SignedUpOut}, throttle=limited("signup"))
def create_account(request: HttpRequest, body: SignUpIn) -> Status[SignedUpOut]:
    """Make an account and mail a key to its address. A seller acts as a customer until an admin approves."""
    sign_up.sign_up(**body.model_dump() | {"role": Role(body.role)})
    return Status(201, SignedUpOut(email=body.email))


@router.post("/verify-email/", response=ProfileOut, throttle=limited("reset"))
def verify_email(request: HttpRequest, body: KeyIn) -> User:
    """Bring back the mailed key: the address is yours."""
    return sign_up.verify(key=body.key, device=device_of(request))


@router.post("/verify-email/resend/", response={202: AcceptedOut}, throttle=limited("code"))
def resend_verification(request: HttpRequest, body: EmailIn) -> Status[AcceptedOut]:
    """Mail the key again."""
    sign_up.ask_for_verification(email=body.email)
    return Status(202, AcceptedOut())


@router.post("/password/forgot/", response={202: AcceptedOut}, throttle=limited("reset"))
def forget_password(request: HttpRequest, body: EmailIn) -> Status[AcceptedOut]:
    """Mail a key that sets a new password."""
    passwords.ask_for_reset(email=body.email)
    return Status(202, AcceptedOut())


@router.post("/password/reset/", response=ProfileOut, throttle=limited("reset"))
def reset_password(request: HttpRequest, body: ResetIn) -> User:
    """Set a new password with the mailed key. You are signed out everywhere."""
    return passwords.reset(key=body.key, password=body.password)


@router.post("/password/change/", response=ProfileOut, auth=signed_in, throttle=limited("login"))
def change_password(request: SignedInRequest, body: PasswordChangeIn) -> User:
    """Set a new password. Your other sessions end."""
    caller = request.principal
    return passwords.change_password(
        user_id=caller.user_id, session_id=caller.session_id, **body.model_dump(), device=device_of(request)
    )


@router.post("/email/change/", response={202: AcceptedOut}, auth=signed_in, throttle=limited("reset"))
def change_email(request: SignedInRequest, body: EmailChangeIn) -> Status[AcceptedOut]:
    """Mail a key to the new address; `auth/verify-email/` puts it in force. The old address is told."""
    people.ask_for_new_email(user_id=request.principal.user_id, **body.model_dump(), device=device_of(request))
    return Status(202, AcceptedOut())
