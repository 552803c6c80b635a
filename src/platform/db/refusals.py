"""Where the database refuses (a CHECK, a unique index, a trigger's RAISE), the client gets our words for it.

Triggers raise with ERRCODE 23514, a CONSTRAINT name and a JSON DETAIL; the name says which refusal it is,
the detail becomes its details (docs/architecture.md, "What the database promises").
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError

from src.platform.errors import Refusal

_refusals: dict[str, type[Refusal]] = {}


def refuses(constraint: str, refusal: type[Refusal]) -> None:
    """Say that breaking `constraint` is `refusal`."""
    _refusals[constraint] = refusal


@contextmanager
def in_our_words() -> Iterator[None]:
    """Raise the refusal that belongs to a broken constraint; any other database error goes on as it is."""
    try:
        yield
    except DatabaseError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        refusal = _refusals.get(diagnosis.constraint_name or "") if diagnosis else None
        if diagnosis is None or refusal is None:
            raise
        raise refusal(**_details(diagnosis.message_detail)) from error


def _details(detail: str | None) -> dict[str, Any]:
    """The trigger's JSON. A plain constraint's detail is PostgreSQL's sentence and may hold values: not passed on."""
    if detail is None or not detail.startswith("{"):
        return {}
    found: dict[str, Any] = json.loads(detail)
    return found
