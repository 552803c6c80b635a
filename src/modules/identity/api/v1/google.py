"""Signing in with Google."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from ninja import Query, Router

from src.modules.identity.api.devices import device_of
from src.modules.identity.api.schemas import GoogleLogInIn, GoogleReturn, SignedInOut
from src.modules.identity.errors import (
    EmailNotProved,
    InvalidOtp,
    InvalidState,
    InvalidToken,
    OtpRequired,
    ProviderNotConfigured,
    ProviderUnavailable,
)
from src.modules.identity.services import google
from src.modules.identity.services.sessions import SignedIn
from src.platform.http.promises import may_refuse
from src.platform.http.throttling import limited

router = Router(tags=["auth"])

COOKIE = "google_journey"


@router.get("/", response={302: None}, throttle=limited("login"))
@may_refuse(ProviderNotConfigured, ProviderUnavailable)
def go_to_google(request: HttpRequest) -> HttpResponse:
    """Send the browser to Google; it comes back to `callback/`."""
    here = request.path
    address, kept = google.depart(redirect_uri=f"{settings.PUBLIC_URL}{here}callback/")
    answer = HttpResponseRedirect(address)
    # Lax: it has to be sent when the browser comes back from another site.
    answer.set_cookie(
        COOKIE, kept, max_age=google.PATIENCE, path=here, secure=settings.SESSION_COOKIE_SECURE, httponly=True,
        samesite="Lax",
    )  # fmt: skip
    return answer


@router.get("/callback/", response={302: None}, throttle=limited("login"))
@may_refuse(InvalidState, InvalidToken, ProviderNotConfigured, ProviderUnavailable)
def come_back_from_google(request: HttpRequest, came: Query[GoogleReturn]) -> HttpResponse:
    """Where Google sends the browser. Goes on to the shop's front end with `?code=`, good for one `auth/google/`."""
    kept = request.COOKIES.get(COOKIE, "")
    if came.error:
        target = google.turned_away(kept=kept, state=came.state, error=came.error)
    else:
        here = f"{settings.PUBLIC_URL}{request.path}"
        target = google.arrive(kept=kept, state=came.state, code=came.code, redirect_uri=here)
    answer = HttpResponseRedirect(target)
    answer.delete_cookie(COOKIE, path=request.path.removesuffix("callback/"))
    return answer


@router.post("/", response=SignedInOut, throttle=limited("login"))
@may_refuse(InvalidToken, EmailNotProved, OtpRequired, InvalidOtp, ProviderNotConfigured, ProviderUnavailable)
def log_in_by_google(request: HttpRequest, body: GoogleLogInIn) -> SignedIn:
    """Sign in with a token from Google, or with the `code` from the end of the redirect flow."""
    return google.log_in_by_google(**body.model_dump(), device=device_of(request))
