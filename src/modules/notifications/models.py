"""What people were told, and how they want to be told."""

from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from src.modules.notifications.contracts import Kind
from src.platform.ids import uuid7


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user_id: UUID) -> Self:
        return self.filter(user_id=user_id)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notification(models.Model):
    """One thing that a person was told. `event_id` is that of the event in the streams: told once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    event_id = models.BigIntegerField()
    kind = models.CharField(max_length=32, choices=[(kind.value, kind.value) for kind in Kind])
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=500)
    order_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "event_id", "kind"], name="notification_told_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_newest"),
            models.Index(fields=["user", "-id"], name="notification_unread", condition=models.Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """How a person wants to be told of one kind, where it is not the default."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32, choices=[(kind.value, kind.value) for kind in Kind])
    by_mail = models.BooleanField(default=True)
    in_list = models.BooleanField(default=True)
    on_stream = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_preference_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"
