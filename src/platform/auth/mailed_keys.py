"""Keys and codes that we mail are derived from an id and SECRET_KEY, when the mail is written and when they come back.

So no row of ours, in the database, the queue or the outgoing mails, ever holds one. Templates of mails write
`{% load mailed_keys %}{{ proof|as_key }}`, `{{ proof|as_code }}` and `{{ order_id|as_token }}`.
"""

import hmac
from uuid import UUID

from django import template
from django.conf import settings

register = template.Library()

# Bytes of the tag: 128 bits cannot be guessed.
TAG = 16


@register.filter(name="as_key")
def key_of(proof: UUID | str) -> str:
    """64 letters and digits: nothing at its end that a mail program could take for punctuation."""
    identity = UUID(str(proof)).bytes
    return (identity + _derive("key", identity)[:TAG]).hex()


def proof_of(key: str) -> UUID | None:
    """Which proof a key is of; None if we never made it."""
    try:
        content = bytes.fromhex(key)
    except ValueError:
        return None
    identity, tag = content[:16], content[16:]
    return UUID(bytes=identity) if hmac.compare_digest(tag, _derive("key", identity)[:TAG]) else None


@register.filter(name="as_code")
def code_of(proof: UUID | str) -> str:
    """Six digits."""
    number = int.from_bytes(_derive("code", UUID(str(proof)).bytes)[:8], "big")
    return f"{number % 1_000_000:06}"


@register.filter(name="as_token")
def token_of(subject: UUID | str) -> str:
    """What opens one thing to whoever has it: a guest's order. It holds as long as SECRET_KEY does."""
    return _derive("token", UUID(str(subject)).bytes).hex()


def opens(token: str, subject: UUID) -> bool:
    """Is this the token of that thing? Takes as long for any wrong one."""
    return hmac.compare_digest(token.encode(), token_of(subject).encode())


def secret_of(proof: UUID) -> bytes:
    """Twenty bytes, as a TOTP secret needs them (RFC 4226, section 4)."""
    return _derive("secret", proof.bytes)[:20]


def _derive(purpose: str, identity: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"mercer:{purpose}:".encode() + identity, "sha256")
