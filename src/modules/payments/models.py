"""Money: what was asked of gateways and what they said, line by line; and the books of the test gateway."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from src.modules.payments import triggers
from src.modules.payments.contracts import OPEN_KINDS, Kind
from src.platform.ids import uuid7

KINDS = [(kind.value, kind.value) for kind in Kind]


class PaymentRecord(models.Model):
    """A line of the payment records. `operation` is one charge or refund, `reference` what it is for: plain values."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    operation = models.UUIDField()
    reference = models.CharField(max_length=64)
    gateway = models.CharField(max_length=16)
    kind = models.CharField(max_length=16, choices=KINDS)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    gateway_id = models.CharField(max_length=255, blank=True)
    code = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            triggers.records_are_append_only,
            triggers.refunds_stay_within_captures,
            triggers.refunds_leave_a_trail,
        ]
        constraints = [
            # A webhook that comes twice says nothing new.
            models.UniqueConstraint(fields=["operation", "kind"], name="payments_said_once"),
            models.UniqueConstraint(
                fields=["operation"],
                condition=Q(kind__in=("refunded", "refund_failed")),
                name="payments_refund_ends_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="payments_kind_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="payments_amount_positive"),
        ]
        indexes = [
            models.Index(fields=["reference", "id"], name="payments_reference"),
            models.Index(fields=["at"], name="payments_open", condition=Q(kind__in=(*OPEN_KINDS, Kind.REFUND_OPENED))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.currency}"


class SandboxCharge(models.Model):
    """A charge in the test gateway's own books. Written in transactions of its own, as somebody else's would be."""

    key = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=64)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=16)
    code = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        # Refunds ask what was captured for a reference.
        indexes = [models.Index(fields=["reference"], name="payments_sandbox_charges")]

    def __str__(self) -> str:
        return f"{self.status} {self.amount} {self.currency}"


class SandboxRefund(models.Model):
    """A refund in the test gateway's own books."""

    key = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=64, db_index=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
