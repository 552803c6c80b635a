"""Questions about notifications."""

from collections.abc import Iterable
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
    chosen = choices_of_all([user_id])
    return {kind: chosen.get((user_id, kind), Choice()) for kind in Kind}


def choices_of_all(user_ids: Iterable[UUID]) -> dict[tuple[UUID, str], Choice]:
    """How these people want to be told, by person and kind; where nothing was chosen, it is left out."""
    rows = Preference.objects.filter(user_id__in=set(user_ids))
    read = rows.values_list("user_id", "kind", "by_mail", "in_list", "on_stream")
    return {(user_id, kind): Choice(*rest) for user_id, kind, *rest in read}


def told_before(user_ids: Iterable[UUID], event_ids: Iterable[int]) -> set[tuple[UUID, int, str]]:
    """Who of these people was told of these events, and as what."""
    rows = Notification.objects.filter(user_id__in=user_ids, event_id__in=event_ids)
    return set(rows.values_list("user_id", "event_id", "kind"))


def held_about(user_id: UUID) -> dict[str, Any]:
    """What notifications hold about a person, for the person's export."""
    told = [
        {"type": row.kind, "title": row.title, "body": row.body, "created_at": row.created_at.isoformat()}
        for row in inbox(user_id)
    ]
    return {"told": told, "preferences": {kind.value: asdict(choice) for kind, choice in choices_of(user_id).items()}}
