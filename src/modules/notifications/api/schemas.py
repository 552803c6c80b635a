"""Shapes of notifications."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from src.modules.notifications.contracts import Choice, Kind
from src.modules.notifications.models import Notification
from src.platform.http.schemas import Body, Flag


class NotificationOut(Schema):
    """`type` is the kind, such as `order.shipped`."""

    id: UUID
    type: str = Field(alias="kind")
    title: str
    body: str
    order_id: UUID | None
    read: bool
    created_at: datetime

    @staticmethod
    def resolve_read(notification: Notification) -> bool:
        return notification.read_at is not None


class InboxQuery(Schema):
    unread: bool | None = Field(None, description="true: only the unread ones; false: only the read ones.")


class ReadAllOut(Schema):
    """How many were unread."""

    read: int


class PreferenceOut(Schema):
    """By mail, in the list, on the stream."""

    mail: bool
    list: bool
    stream: bool


class PreferenceIn(Body):
    """The ways to change; the others stay."""

    mail: Flag | None = None
    list: Flag | None = None
    stream: Flag | None = None


def by_name(choices: Mapping[Kind, Choice]) -> dict[str, Choice]:
    """Choices as a JSON object: its keys are plain text."""
    return {kind.value: choice for kind, choice in choices.items()}
