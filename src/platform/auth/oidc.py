"""A client of an OpenID Connect provider (Google): who does this token speak for?

What the provider publishes about itself, its keys too, is fetched once an hour, and again for a key that we do not
know: it may be new. Only a few times a minute, so that forged tokens cannot make us ask it all the time.
"""

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
from jwt.types import Options

HOUR, MINUTE = 3600.0, 60.0
# How often in a minute the keys are fetched at most.
FETCHES = 5
# Asymmetric ones alone: with HS256 the public key would be the secret, and `none` needs no key at all.
ALGORITHMS = ["RS256", "ES256"]
REQUIRED: Options = {"require": ["iss", "aud", "exp", "iat", "sub"]}
# A provider with one key need not name it (OpenID Connect Core, section 10.1).
UNNAMED = ""
# Google's own documents do not name theirs.
GOOGLE_TOKENINFO = "https://oauth2.googleapis.com/tokeninfo"


class InvalidProviderTokenError(Exception):
    """Forged, expired, for somebody else, or no token at all."""


class ProviderDownError(Exception):
    """The provider does not answer, or not in its own protocol."""


@dataclass(frozen=True)
class Identity:
    """Whom the provider vouches for. `email_verified`: that they own the address."""

    subject: str
    email: str
    email_verified: bool
    name: str


class Provider:
    """One provider, and our registration with it."""

    def __init__(self, *, issuer: str, client_id: str, client_secret: str) -> None:
        self.issuer, self.client_id, self.client_secret = issuer.rstrip("/"), client_id, client_secret
        self._lock = Lock()
        self._metadata: Mapping[str, Any] = {}
        self._keys: dict[str, jwt.PyJWK] = {}
        self._metadata_at = float("-inf")
        # When the keys were fetched: the last few times.
        self._fetched: deque[float] = deque(maxlen=FETCHES)

    def authorization_url(self, *, redirect_uri: str, state: str, nonce: str, challenge: str) -> str:
        """Where the browser goes to sign in (OpenID Connect Core, section 3.1.2.1; PKCE, RFC 7636)."""
        asked = {
            "response_type": "code", "client_id": self.client_id, "redirect_uri": redirect_uri,
            "scope": "openid email profile", "state": state, "nonce": nonce,
            "code_challenge": challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        return f"{self._endpoint('authorization_endpoint')}?{urlencode(asked)}"

    def exchange(self, *, code: str, redirect_uri: str, verifier: str) -> str:
        """The id token for a code. Raises InvalidProviderTokenError, ProviderDownError."""
        sent = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri,
            "client_id": self.client_id, "client_secret": self.client_secret, "code_verifier": verifier,
        }  # fmt: skip
        answer = _ask("POST", self._endpoint("token_endpoint"), data=sent)
        return _text(answer, "id_token")

    def of_id_token(self, token: str, *, nonce: str | None = None) -> Identity:
        """Checked against the provider's keys, issuer, audience, expiry (OpenID Connect Core, section 3.1.3.7)."""
        key = self._key_of(token)
        try:
            claims = jwt.decode(
                token, key.key, algorithms=[key.algorithm_name], audience=self.client_id, issuer=self._issuers(),
                leeway=10, options=REQUIRED,
            )  # fmt: skip
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise InvalidProviderTokenError from error
        if claims.get("azp", self.client_id) != self.client_id or (nonce is not None and claims.get("nonce") != nonce):
            raise InvalidProviderTokenError
        return _identity(claims)

    def of_access_token(self, token: str) -> Identity:
        """Asked of the provider, which says for whom it made the token: one made for another client is not for us."""
        endpoint = self._published().get("tokeninfo_endpoint", GOOGLE_TOKENINFO)
        claims = _ask("GET", str(endpoint), params={"access_token": token})
        if claims.get("aud") != self.client_id:
            raise InvalidProviderTokenError
        return _identity(claims)

    def _issuers(self) -> list[str]:
        """Google signs as `accounts.google.com` too; others with the slash that was cut off here."""
        return [self.issuer, f"{self.issuer}/", self.issuer.removeprefix("https://")]

    def _key_of(self, token: str) -> jwt.PyJWK:
        try:
            name = str(jwt.get_unverified_header(token).get("kid", UNNAMED))
        except (jwt.PyJWTError, ValueError) as error:
            raise InvalidProviderTokenError from error
        with self._lock:
            if self._is_due(name):
                self._fetch_keys()
            if name not in self._keys:
                raise InvalidProviderTokenError
            return self._keys[name]

    def _is_due(self, name: str) -> bool:
        """Are the keys old, or is this one new to us, and were they not fetched all the time?"""
        now = time.monotonic()
        if not self._fetched or now - self._fetched[-1] > HOUR:
            return True
        spared = len(self._fetched) == FETCHES and now - self._fetched[0] < MINUTE
        return name not in self._keys and not spared

    def _fetch_keys(self) -> None:
        published = _ask("GET", self._endpoint("jwks_uri"))
        try:
            found = jwt.PyJWKSet.from_dict(dict(published))
        except (jwt.PyJWTError, AttributeError) as error:
            raise ProviderDownError("keys") from error
        self._keys = {key.key_id or UNNAMED: key for key in found.keys if key.algorithm_name in ALGORITHMS}
        self._fetched.append(time.monotonic())

    def _endpoint(self, name: str) -> str:
        try:
            return str(self._published()[name])
        except KeyError as error:
            raise ProviderDownError(name) from error

    def _published(self) -> Mapping[str, Any]:
        """OpenID Connect Discovery, section 4."""
        if time.monotonic() - self._metadata_at > HOUR:
            try:
                self._metadata = _ask("GET", f"{self.issuer}/.well-known/openid-configuration")
            except InvalidProviderTokenError as error:
                raise ProviderDownError("discovery") from error
            self._metadata_at = time.monotonic()
        return self._metadata


def _ask(method: str, url: str, **sent: Any) -> Mapping[str, Any]:
    """The provider's answer. A 4xx means that what we brought is not valid."""
    try:
        answer = httpx.request(method, url, timeout=5, **sent)
        if 400 <= answer.status_code < 500:
            raise InvalidProviderTokenError
        body = answer.raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ProviderDownError(type(error).__name__) from error
    if not isinstance(body, dict):
        raise ProviderDownError("not an object")
    return body


def _identity(claims: Mapping[str, Any]) -> Identity:
    """`email_verified` is a boolean in tokens and a text in Google's tokeninfo."""
    return Identity(
        subject=_text(claims, "sub"),
        email=_text(claims, "email"),
        email_verified=claims.get("email_verified") in (True, "true"),
        name=str(claims.get("name") or ""),
    )


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 8192 or "\x00" in value:
        raise InvalidProviderTokenError
    return value
