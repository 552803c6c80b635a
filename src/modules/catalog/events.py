"""Facts that the catalogue announces."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from src.platform.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class UploadMovedOn(Event):
    """A merchant's file was begun, has landed another batch, or has ended. Rows, and products, as the upload counts."""

    about: ClassVar[str] = "upload_id"

    upload_id: UUID
    owner_id: UUID
    status: str
    total: int | None
    processed: int
    created: int
    updated: int
    failed: int
