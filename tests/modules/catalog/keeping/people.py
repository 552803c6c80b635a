"""Who calls, and what they send."""

import json
from typing import Any
from uuid import UUID

from src.platform.auth import tokens
from src.platform.auth.principal import Principal, Role
from src.platform.ids import uuid7
from tests.factories.callers import Caller


def caller_of(user_id: UUID, role: Role) -> Caller:
    caller = Caller()
    caller.access = tokens.issue(Principal(user_id, role, uuid7()))
    return caller


def a_mug(mugs: int, **more: Any) -> dict[str, Any]:
    return {"name": "Blue mug", "description": "<p>Blue</p>", "price": "12.90", "category_ids": [mugs], **more}


def extended(caller: Caller, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """A call of version 2."""
    token = {"Authorization": f"Bearer {caller.access}"} if caller.access else {}
    content = b"" if body is None else json.dumps(body).encode()
    kind = "application/json"
    return caller.client.generic(method, f"/api/v2/{path}", content, content_type=kind, headers={**token, **headers})
