"""Access tokens: short-lived, signed JWTs (RFC 7519) that say who calls, so that a read needs no query for it."""

from uuid import UUID

from ninja_jwt.exceptions import TokenError
from ninja_jwt.tokens import AccessToken

from src.platform.auth.principal import Principal, Role


def issue(principal: Principal) -> str:
    """An access token for the caller. Lives ACCESS_TOKEN_LIFETIME."""
    token = AccessToken()
    token["sub"] = str(principal.user_id)
    token["role"] = principal.role.value
    token["sid"] = str(principal.session_id)
    return str(token)


def read(token: str) -> Principal | None:
    """Whom a token speaks for; None if it is forged, expired, of another kind, or not ours in any other way."""
    try:
        claims = AccessToken(token)
        return Principal(UUID(claims["sub"]), Role(claims["role"]), UUID(claims["sid"]))
    except (TokenError, KeyError, ValueError, TypeError, AttributeError):
        return None
