"""Where a ticket is, and who deals with it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Status(StrEnum):
    """A ticket's life. Staff move it anywhere; a customer closes it, and opens it again by asking or writing."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    CLOSED = "closed"


# What has ended, until the customer writes again.
ENDED = (Status.RESOLVED, Status.CLOSED)


@dataclass(frozen=True, kw_only=True)
class Party:
    """Who acts on a ticket: the customer on the own ones, staff on all."""

    user_id: UUID
    is_staff: bool = False


@dataclass(frozen=True, kw_only=True)
class Change:
    """What becomes of a ticket. `status` None stays as it is; `assign` says whether `assigned_to` is meant."""

    status: Status | None = None
    assign: bool = False
    assigned_to: UUID | None = None
