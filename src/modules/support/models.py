"""What customers need help with, and what was said about it."""

from typing import ClassVar, Self
from uuid import UUID

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from src.modules.support.contracts import ENDED, Status
from src.platform.audit.triggers import audited
from src.platform.ids import uuid7

STATUSES = [(status.value, status.value.replace("_", " ")) for status in Status]
LONGEST_SUBJECT, LONGEST_BODY = 150, 10_000


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Filters that are named as people speak."""

    def of(self, user_id: UUID) -> Self:
        return self.filter(customer_id=user_id)


class Ticket(models.Model):
    """A customer's call for help, about an order or not."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    status = models.CharField(max_length=11, choices=STATUSES, default=Status.OPEN)
    assigned_to = models.ForeignKey(
        "identity.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(status__in=list(Status)), name="support_status_known")]
        indexes = [
            models.Index(fields=["customer", "-id"], name="support_of_customer"),
            models.Index(fields=["assigned_to", "-id"], name="support_assigned"),
            models.Index(fields=["status", "-id"], name="support_queue"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = audited(
            "status", "assigned_to", masked=("subject",), created="FALSE"
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def has_ended(self) -> bool:
        """Nothing is left to do, unless the customer writes again."""
        return self.status in ENDED


class Message(models.Model):
    """One thing that was said. An internal one is a note among staff: the customer never sees it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="messages", db_index=False)
    author = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    from_staff = models.BooleanField()
    internal = models.BooleanField(default=False)
    body = models.TextField(max_length=LONGEST_BODY)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(internal=False) | Q(from_staff=True), name="support_notes_are_staff_s")
        ]
        indexes = [models.Index(fields=["ticket", "id"], name="support_conversation")]

    def __str__(self) -> str:
        return self.body[:60]
