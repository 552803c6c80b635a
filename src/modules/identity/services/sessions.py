"""Sessions: opened by a log-in, kept alive by refresh tokens, ended as a whole.

A refresh token is a random text of which only the hash is kept. Each is good for one use; the use gives the next one.
Shown again, either the client's own requests crossed (within the grace), or somebody else has it: then the whole
session ends, for both of them.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from src.modules.identity.contracts import Device
from src.modules.identity.errors import InvalidRefresh, RefreshSuperseded, UnknownSession
from src.modules.identity.events import SessionEnded
from src.modules.identity.models import LoginSession, RefreshToken, User
from src.modules.identity.selectors import live_sessions
from src.platform.auth import revocations, tokens
from src.platform.auth.principal import Principal, Role
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.errors import Refusal
from src.platform.events.outbox import publish

Greeting = Callable[[UUID, str], None]

_greetings: list[Greeting] = []


@dataclass(frozen=True)
class SignedIn:
    """What a log-in gives: tokens and who it is."""

    access: str
    refresh: str
    user: User


@inside_transaction
def open_session(user: User, device: Device, *, as_admin: bool = False) -> SignedIn:
    """Sign the person in on this device."""
    session = LoginSession(
        user=user, as_admin=as_admin, user_agent=device.user_agent[:200], address=device.address or None
    )
    session.save(force_insert=True)
    greet(user, device)
    return _next_tokens(session)


def contribute_greeting(function: Greeting) -> None:
    """Have `function(user_id, cart_token)` called after each log-in from a device that had a guest's cart."""
    _greetings.append(function)


@inside_transaction
def greet(user: User, device: Device) -> None:
    """After the commit, whatever comes of it: a log-in does not fail because of a cart."""
    transaction.on_commit(lambda: _greet(user.pk, device), robust=True)


def _greet(user_id: UUID, device: Device) -> None:
    for welcome in _greetings if device.cart_token else ():
        welcome(user_id, device.cart_token)


def refresh(token: str) -> SignedIn:
    """New tokens for an unused refresh token. Raises RefreshSuperseded, InvalidRefresh."""
    outcome = _use(sha256(token.encode()).digest())
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def log_out(*, user_id: UUID, token: str) -> None:
    """End the session of this refresh token. Raises InvalidRefresh if it is not the person's."""
    digest = sha256(token.encode()).digest()
    found = RefreshToken.objects.filter(token_hash=digest, session__user_id=user_id).values_list(
        "session_id", flat=True
    )
    session_id = found.first()
    if session_id is None:
        raise InvalidRefresh
    end_session(session_id)


@atomic
def end_session(session_id: UUID) -> None:
    """Nobody gets new tokens from this session again."""
    end([session_id])


@inside_transaction
def end_sessions_of(user_id: UUID, *, but: UUID | None = None) -> None:
    """End all of the person's sessions, `but` one."""
    open_ones = LoginSession.objects.filter(user_id=user_id, revoked_at=None).values_list("pk", flat=True)
    end(pk for pk in open_ones if pk != but)


@inside_transaction
def end(session_ids: Iterable[UUID]) -> None:
    """End these sessions; their access tokens are refused from the commit on."""
    ended = list(session_ids)
    if ended:
        LoginSession.objects.filter(pk__in=ended, revoked_at=None).update(revoked_at=Now())
        publish(*(SessionEnded(session_id=pk) for pk in ended))
        transaction.on_commit(lambda: revocations.announce(ended))


def role_now(principal: Principal) -> Role:
    """What the caller may be since their access token was made; what the token says, if the session is over."""
    session = LoginSession.objects.select_related("user").filter(pk=principal.session_id, revoked_at=None).first()
    return _role(session) if session is not None and session.user.is_active else principal.role


def forget_old_sessions() -> None:
    """Drop tokens that expired, and the sessions that have none left."""
    RefreshToken.objects.filter(expires_at__lt=Now()).delete()
    LoginSession.objects.filter(tokens=None, created_at__lt=Now() - timedelta(days=1)).delete()


@atomic
def end_own_session(*, user_id: UUID, session_id: UUID) -> None:
    """End one of the person's sessions. Raises UnknownSession."""
    if not live_sessions(user_id).filter(pk=session_id).exists():
        raise UnknownSession
    end([session_id])


@atomic
def _use(digest: bytes) -> SignedIn | Refusal:
    """Refusals are returned, not raised: what is learnt from a token shown twice must be committed."""
    session_id = _consume(digest)
    if session_id is None:
        return _shown_again(digest)
    session = LoginSession.objects.select_related("user").filter(pk=session_id, revoked_at=None).first()
    if session is None or not session.user.is_active:
        return InvalidRefresh()
    LoginSession.objects.filter(pk=session_id).update(last_used_at=Now())
    return _next_tokens(session)


def _consume(digest: bytes) -> UUID | None:
    """Of parallel uses exactly one finds it unused: the others wait for its row, and then see it used."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE identity_refreshtoken SET used_at = clock_timestamp()"
            " WHERE token_hash = %s AND used_at IS NULL AND expires_at > now() RETURNING session_id",
            [digest],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _shown_again(digest: bytes) -> Refusal:
    token = RefreshToken.objects.select_related("session").filter(token_hash=digest).first()
    if token is None or token.used_at is None or token.session.revoked_at is not None:
        return InvalidRefresh()
    if timezone.now() - token.used_at < settings.REFRESH_REUSE_GRACE:
        return RefreshSuperseded()
    end([token.session_id])
    return InvalidRefresh()


def _next_tokens(session: LoginSession) -> SignedIn:
    token = secrets.token_urlsafe(32)
    RefreshToken.objects.create(
        session=session,
        token_hash=sha256(token.encode()).digest(),
        expires_at=timezone.now() + settings.REFRESH_TOKEN_LIFETIME,
    )
    principal = Principal(session.user.pk, _role(session), session.pk)
    return SignedIn(access=tokens.issue(principal), refresh=token, user=session.user)


def _role(session: LoginSession) -> Role:
    """An admin who came by the customers' door acts as a customer."""
    role = session.user.acts_as
    return Role.CUSTOMER if role == Role.ADMIN and not session.as_admin else role
