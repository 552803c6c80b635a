"""Who calls, and what they send."""

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
