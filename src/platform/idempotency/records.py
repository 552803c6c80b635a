"""Take a key, free it; store the answer, give it back.

The record belongs to what the request makes: `claim` and `free` join its transactions. The bytes of the answer follow
after the commit; if a crash comes between, nobody has seen an answer yet, and the next request gives it.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db.models.functions import Now

from src.platform.db.sql import fetch, sql_beside
from src.platform.db.transactions import inside_transaction
from src.platform.errors import Conflict, Unprocessable
from src.platform.idempotency.models import IdempotencyRecord

LIFETIME = timedelta(hours=24)
CLAIM, KEEP = sql_beside(__file__, "claim_v1"), sql_beside(__file__, "keep_v1")


class InProgress(Conflict):
    """A twin of this request is still running."""

    code, message = "idempotency_in_progress", "A request with this Idempotency-Key is still running."


class KeyReused(Unprocessable):
    """The key came with another body before."""

    code, message = "idempotency_key_reused", "This Idempotency-Key was used with another body."


class Replayed(Exception):
    """The request was answered before, with `status` and `body`: give that answer again."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status, self.body = status, body
        super().__init__(status)


@dataclass
class Key:
    """A key as one request carries it. `subject` is what the request makes; None: its answer is not kept."""

    scope: str
    route: str
    value: str
    fingerprint: bytes
    subject: UUID | None = None

    def parameters(self, **more: Any) -> dict[str, Any]:
        """For the statements in `sql/`."""
        own = {"scope": self.scope, "route": self.route, "key": self.value}
        return {**own, "fingerprint": self.fingerprint, "subject": self.subject, **more}


def fingerprint(body: bytes) -> bytes:
    """What two bodies have in common that are the same JSON."""
    parsed = orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS) if body else b""
    return hashlib.sha256(parsed).digest()


@inside_transaction
def claim(key: Key | None, subject: UUID, *, is_done: Callable[[UUID], bool]) -> UUID | None:
    """Take the key for making `subject`; None if it was free (or there is no key).

    Else what an earlier request made under it, whose answer was lost: it can be answered now, if it `is_done`.
    Raises InProgress, Replayed, KeyReused.
    """
    if key is None:
        return None
    key.subject = subject
    if _took(key):
        return None
    key.subject = None
    found = IdempotencyRecord.objects.filter(scope=key.scope, route=key.route, key=key.value).first()
    if found is None:
        raise InProgress
    if bytes(found.fingerprint) != key.fingerprint:
        raise KeyReused
    if found.status is not None and found.body is not None:
        raise Replayed(found.status, bytes(found.body))
    if not is_done(found.subject):
        raise InProgress
    key.subject = found.subject
    return found.subject


def _took(key: Key) -> bool:
    return bool(fetch(CLAIM, key.parameters(lifetime=LIFETIME)))


@inside_transaction
def free(subject: UUID) -> None:
    """The work was undone: the key may be used again."""
    IdempotencyRecord.objects.filter(subject=subject, body__isnull=True).delete()


def keep(key: Key, status: int, body: bytes) -> bytes:
    """Store the answer if none is stored yet; what is to be sent."""
    for (kept,) in fetch(KEEP, key.parameters(status=status, body=body)):
        return bytes(kept)
    return body


def forget_old() -> None:
    """Delete what is older than the promise."""
    IdempotencyRecord.objects.filter(created_at__lt=Now() - LIFETIME).delete()
