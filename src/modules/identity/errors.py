"""Refusals of identity."""

from src.platform.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated, Unavailable


class InvalidCredentials(Unauthenticated):
    """The same for an unknown address, a wrong password and a closed account."""

    code, message = "invalid_credentials", "This address and this password do not belong together."


class EmailNotVerified(Forbidden):
    """Said only to who knows the password."""

    code, message = "email_not_verified", "Confirm your e-mail address first: the key is in the mail we sent."


class InvalidRefresh(Unauthenticated):
    """Unknown, expired, signed out, revoked, or used before."""

    code, message = "invalid_refresh", "Sign in again."


class RefreshSuperseded(Unauthenticated):
    """Another request of the same client used this token a moment ago: that one has the new tokens."""

    code, message = "refresh_superseded", "Another request has renewed this sign-in. Use the tokens that it got."


class UnknownAddress(NotFound):
    code, message = "address_not_found", "You have no such address."


class InvalidKey(Invalid):
    """Forged, used, expired, or for something else."""

    code, message = "invalid_key", "This key is not valid (any more). Ask for a new one."


class InvalidCode(Unauthenticated):
    """Wrong, used, expired, or tried too often."""

    code, message = "invalid_code", "This code is not valid (any more). Ask for a new one."


class OtpRequired(Unauthenticated):
    """Said to who has proved the first factor; nothing is spent by it."""

    code, message = "otp_required", "Send the code of your authenticator, or a recovery code, as `otp`."


class InvalidOtp(Unauthenticated):
    code, message = "invalid_otp", "This is not a code of your authenticator, nor an unused recovery code."


class WrongPassword(Forbidden):
    """403, not 401: the caller's token is fine."""

    code, message = "invalid_credentials", "This is not your password."


class RecentLoginRequired(Forbidden):
    code, message = "recent_login_required", "Sign in again, or send your password, to do this."


class TotpEnrolled(Conflict):
    code, message = "totp_enrolled", "You have a second factor. Remove it before you set up another."


class TotpNotEnrolled(Conflict):
    code, message = "totp_not_enrolled", "You have no second factor."


class AlreadySeller(Conflict):
    code, message = "already_seller", "You are a seller, or an admin, already."


class NotASeller(Conflict):
    code, message = "not_a_seller", "Only a seller can be approved."


class LastAdmin(Conflict):
    code, message = "last_admin", "This is the last admin. Make somebody else an admin first."


class EmailTaken(Conflict):
    code, message = "email_taken", "This address has an account."


class UnknownSession(NotFound):
    code, message = "session_not_found", "You have no such session."


class ProviderNotConfigured(Unavailable):
    code, message = "provider_not_configured", "Signing in with this provider is not set up here."


class ProviderUnavailable(Unavailable):
    code, message = "provider_unavailable", "The provider does not answer. Try again in a moment."


class InvalidToken(Unauthenticated):
    """Forged, expired, for somebody else, or no token at all."""

    code, message = "invalid_token", "The provider's token is not valid."


class InvalidState(Invalid):
    """The browser that comes back is not the one that left, or took too long."""

    code, message = "invalid_state", "Start signing in again."


class EmailNotProved(Forbidden):
    """An account has this address, and the provider does not vouch that the caller owns it."""

    code, message = "email_not_verified", "The provider has not verified this address. Sign in another way."
