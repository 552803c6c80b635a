"""Facts that identity announces."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from src.platform.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Event):
    """Somebody signed out, or was signed out: one session on one device."""

    about: ClassVar[str] = "session_id"

    session_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShopClosed(Event):
    """A seller sells no more: deactivated, no longer a seller, or erased."""

    about: ClassVar[str] = "seller_id"

    seller_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShopOpened(Event):
    """Somebody sells, for the first time or again."""

    about: ClassVar[str] = "seller_id"

    seller_id: UUID
