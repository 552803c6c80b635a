"""Facts that notifications announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from src.platform.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class Notified(Event):
    """A person has a new notification, and wants to hear of it at once."""

    about: ClassVar[str] = "user_id"

    user_id: UUID
    notification_id: UUID
    kind: str
    title: str
    body: str
    order_id: UUID | None
