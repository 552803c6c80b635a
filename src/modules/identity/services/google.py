"""Signing in with Google: by a token that a front end got, or by sending the browser there and back."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from urllib.parse import urlencode

from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from django.conf import settings
from django.core import signing

from src.modules.identity.contracts import Device
from src.modules.identity.errors import (
    EmailNotProved,
    InvalidKey,
    InvalidState,
    InvalidToken,
    ProviderNotConfigured,
    ProviderUnavailable,
)
from src.modules.identity.models import Purpose, User
from src.modules.identity.services import proofs
from src.modules.identity.services.log_in import take_possession
from src.modules.identity.services.second_factor import ask_for_second_factor
from src.modules.identity.services.sessions import SignedIn, open_session
from src.platform.auth.mailed_keys import key_of
from src.platform.auth.oidc import Identity, InvalidProviderTokenError, Provider, ProviderDownError
from src.platform.auth.passwords import no_password
from src.platform.db.transactions import atomic, inside_transaction

PROVIDER = "google"
# How long somebody may take at the provider, in seconds.
PATIENCE = 10 * 60
SALT = "identity.google"


@dataclass(frozen=True)
class Journey:
    """What the browser keeps while it is at the provider: it must come back with the same."""

    state: str
    nonce: str
    verifier: str


def depart(*, redirect_uri: str) -> tuple[str, str]:
    """Where to send the browser, and what it has to keep (signed). Raises ProviderNotConfigured."""
    pkce = generate_code_challenge()
    journey = Journey(secrets.token_urlsafe(24), secrets.token_urlsafe(24), pkce["code_verifier"])
    with _in_our_words():
        address = _provider().authorization_url(
            redirect_uri=redirect_uri,
            state=journey.state,
            nonce=journey.nonce,
            challenge=pkce["code_challenge"].decode(),
        )
    return address, signing.dumps(asdict(journey), salt=SALT)


def arrive(*, kept: str, state: str, code: str, redirect_uri: str) -> str:
    """The browser is back: where to send it, with a code that signs in once. Raises InvalidState, InvalidToken."""
    journey = _journey(kept, state)
    with _in_our_words():
        token = _provider().exchange(code=code, redirect_uri=redirect_uri, verifier=journey.verifier)
        identity = _provider().of_id_token(token, nonce=journey.nonce)
    return f"{settings.FRONTEND_URL}/?{urlencode({'code': _hand_over(identity)})}"


def turned_away(*, kept: str, state: str, error: str) -> str:
    """The provider refused, or the person did: where to send the browser. Raises InvalidState."""
    _journey(kept, state)
    return f"{settings.FRONTEND_URL}/?{urlencode({'error': error})}"


def log_in_by_google(
    *, id_token: str | None, access_token: str | None, code: str | None, otp: str | None, device: Device
) -> SignedIn:
    """Sign in by one of the three. Raises InvalidToken, EmailNotProved, OtpRequired, InvalidOtp."""
    if not settings.GOOGLE_CLIENT_ID:
        raise ProviderNotConfigured
    if code is not None:
        return _enter_by_code(code, otp, device)
    with _in_our_words():
        identity = _provider().of_id_token(id_token) if id_token else _provider().of_access_token(access_token or "")
    return _enter(identity, otp, device)


@atomic
def _enter(identity: Identity, otp: str | None, device: Device) -> SignedIn:
    user = _person(identity)
    ask_for_second_factor(user, otp)
    _link(user, identity)
    return open_session(user, device)


@atomic
def _hand_over(identity: Identity) -> str:
    user = _person(identity)
    _link(user, identity)
    return key_of(proofs.give(Purpose.HAND_OVER, user).pk)


@atomic
def _enter_by_code(code: str, otp: str | None, device: Device) -> SignedIn:
    try:
        proof = proofs.shown(code, Purpose.HAND_OVER)
    except InvalidKey as error:
        raise InvalidToken from error
    ask_for_second_factor(proof.user, otp)
    proofs.use(proof)
    return open_session(proof.user, device)


def _person(identity: Identity) -> User:
    """Whose identity this is. One is known by its subject; by its address only if the provider vouches for it."""
    linked = SocialAccount.objects.select_related("user").filter(provider=PROVIDER, uid=identity.subject).first()
    if linked is not None:
        user: User = linked.user
    elif identity.email_verified:
        user = _owner(identity)
    else:
        raise EmailNotProved
    if not user.is_active:
        raise InvalidToken
    return user


def _owner(identity: Identity) -> User:
    """Who has this address; somebody new, if nobody has. Two first log-ins at once find the same person."""
    newcomer = User(email=identity.email, name=identity.name[:150], email_verified=True, password=no_password())
    found = User.objects.at(identity.email).first()
    if found is None:
        User.objects.bulk_create([newcomer], ignore_conflicts=True)
        found = User.objects.at(identity.email).get()
    person: User = found
    return person


@inside_transaction
def _link(user: User, identity: Identity) -> None:
    take_possession(user)
    SocialAccount.objects.get_or_create(provider=PROVIDER, uid=identity.subject, defaults={"user": user})


def _journey(kept: str, state: str) -> Journey:
    try:
        journey = Journey(**signing.loads(kept, salt=SALT, max_age=PATIENCE))
    except signing.BadSignature as error:
        raise InvalidState from error
    if not secrets.compare_digest(journey.state.encode(), state.encode()):
        raise InvalidState
    return journey


def _provider() -> Provider:
    if not settings.GOOGLE_CLIENT_ID:
        raise ProviderNotConfigured
    return _known_provider(settings.GOOGLE_ISSUER, settings.GOOGLE_CLIENT_ID, settings.GOOGLE_CLIENT_SECRET)


@lru_cache(maxsize=4)
def _known_provider(issuer: str, client_id: str, client_secret: str) -> Provider:
    """Kept by the process, with the keys that it fetched."""
    return Provider(issuer=issuer, client_id=client_id, client_secret=client_secret)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except InvalidProviderTokenError as error:
        raise InvalidToken from error
    except ProviderDownError as error:
        raise ProviderUnavailable from error
