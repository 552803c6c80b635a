"""Refusals of identity."""

from src.platform.errors import Forbidden, NotFound, Unauthenticated


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
