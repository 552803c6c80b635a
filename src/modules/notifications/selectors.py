"""Questions about notifications."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from src.modules.notifications.contracts import Choice, Kind
from src.modules.notifications.models import Notification, Preference


def inbox(user_id: UUID, *, unread: bool | None = None) -> "QuerySet[Notification]":
    """A person's notifications, newest first; only the unread or only the read ones, if asked."""
    found = Notification.objects.of(user_id).order_by("-id")
    return found if unread is None else found.filter(read_at__isnull=unread)


def choices_of(user_id: UUID) -> dict[Kind, Choice]:
    """How a person wants to be told, for every kind."""
    rows = Preference.objects.filter(user_id=user_id).values_list("kind", "by_mail", "in_list", "on_stream")
    chosen = {kind: Choice(*rest) for kind, *rest in rows}
    return {kind: chosen.get(kind, Choice()) for kind in Kind}


def held_about(user_id: UUID) -> dict[str, Any]:
    """What notifications hold about a person, for the person's export."""
    told = [
        {"type": row.kind, "title": row.title, "body": row.body, "created_at": row.created_at.isoformat()}
        for row in inbox(user_id)
    ]
    return {"told": told, "preferences": {kind.value: asdict(choice) for kind, choice in choices_of(user_id).items()}}
