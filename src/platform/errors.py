"""Refusals: what a service raises when it says no, in words that a client can act upon.

A module derives its own from one of the families below. They are rendered once, in `platform.http`,
as RFC 9457 problem details: `details` become members of the answer.
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """Base of all refusals. `message` may name details: `"Only {available} left."`"""

    status: ClassVar[int]
    code: ClassVar[str]
    message: ClassVar[str]

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.message.format(**details))

    @property
    def headers(self) -> dict[str, str]:
        """HTTP headers that belong to this refusal."""
        return {}


class Invalid(Refusal):
    """The request is malformed."""

    status, code, message = 400, "invalid", "The request is not valid."


class Unauthenticated(Refusal):
    """The caller has not proved who they are (RFC 9110, section 15.5.2: names the scheme to use)."""

    status, code, message = 401, "unauthenticated", "Sign in to do this."

    @property
    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": "Bearer"}


class PaymentRequired(Refusal):
    """The payment was refused."""

    status, code, message = 402, "payment_required", "The payment was refused."


class Forbidden(Refusal):
    """The caller is known, but may not do this."""

    status, code, message = 403, "forbidden", "You may not do this."


class NotFound(Refusal):
    """There is no such thing, or none that the caller may know of."""

    status, code, message = 404, "not_found", "There is no such thing."


class Conflict(Refusal):
    """The request is fine, but the state of things is against it."""

    status, code, message = 409, "conflict", "The present state does not allow this."


class Stale(Refusal):
    """The thing changed since the caller saw it (`If-Match`, RFC 9110, section 13.1.1)."""

    status, code, message = 412, "stale", "This changed since you read it. Read it again."


class TooLarge(Refusal):
    """The body is over the limit."""

    status, code, message = 413, "body_too_large", "The body is over {limit} bytes."


class WrongMediaType(Refusal):
    """The body is of a type that this call does not take."""

    status, code, message = 415, "unsupported_media_type", "Send the body as {expected}."


class Unprocessable(Refusal):
    """A value is of the wrong type or out of range; `errors` names each field."""

    status, code, message = 422, "validation_failed", "Some values are not acceptable."

    @classmethod
    def of(cls, field: str, code: str, message: str) -> "Unprocessable":
        """The refusal of one field."""
        return cls(errors=[{"field": field, "code": code, "message": message}])


class RateLimited(Refusal):
    """Too many calls. `retry_after` in seconds."""

    status, code, message = 429, "rate_limited", "Too many requests. Try again in {retry_after} seconds."

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.details["retry_after"])}


class Unavailable(Refusal):
    """Something that this call needs is not there."""

    status, code, message = 503, "unavailable", "This is not available at the moment."
