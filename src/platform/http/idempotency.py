"""`Idempotency-Key` on the wire: read it from the request, keep and repeat the answer."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from src.platform.auth.principal import SignedInRequest
from src.platform.errors import Invalid
from src.platform.http.problems import MEDIA_TYPE
from src.platform.idempotency.records import Key, Replayed, fingerprint, keep

# Other refusals say that nothing happened: the same request may be tried again under its key.
KEPT_REFUSALS = {402, 409}
LONGEST = 255

View = Callable[..., HttpResponse]


class InvalidKey(Invalid):
    code, message = "invalid_idempotency_key", "An Idempotency-Key has 1 to 255 printable characters."


class KeyRequired(Invalid):
    code, message = "idempotency_key_required", "Send an Idempotency-Key, so that repeating this is safe."


def required_key_of(request: HttpRequest, *, scope: str = "") -> Key:
    """As `key_of`. Raises KeyRequired without one."""
    key = key_of(request, scope=scope)
    if key is None:
        raise KeyRequired
    return key


def key_of(request: HttpRequest, *, scope: str = "") -> Key | None:
    """The key under which the request asks to be done once, if it has one. Raises InvalidKey.

    Keys are the signed-in person's own, or belong to the `scope` of a guest.
    """
    value = request.headers.get("Idempotency-Key")
    if value is None:
        return None
    if not 1 <= len(value) <= LONGEST or not value.isprintable():
        raise InvalidKey
    whose = scope or f"user:{cast(SignedInRequest, request).principal.user_id}"
    key = Key(whose, f"{request.method} {request.path}", value, fingerprint(request.body))
    request.idempotency_key = key  # type: ignore[attr-defined]
    return key


def answered_once(view: View) -> View:
    """For `decorate_view`: the operation's answer is kept under the key that `key_of` found."""

    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        key: Key | None = getattr(request, "idempotency_key", None)
        if key and key.subject and (answer.status_code < 300 or answer.status_code in KEPT_REFUSALS):
            answer.content = keep(key, answer.status_code, answer.content)
        return answer

    return run


def replayed(replay: Replayed) -> HttpResponse:
    """The first answer, byte for byte."""
    kind = "application/json" if replay.status < 300 else MEDIA_TYPE
    return HttpResponse(
        replay.body, status=replay.status, content_type=kind, headers={"Idempotent-Replayed": "true"}
    )  # fmt: skip
