"""The outbox: facts written in the transaction that made them true, told after its commit."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from src.platform.events.facts import Event

# The channel on which the relay is woken.
WAKE_CHANNEL = "outbox"


class OutboxEvent(models.Model):
    """One fact. `seq` is its place in the order of telling, given by the relay once the fact is committed."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=100)
    subject = models.CharField(max_length=100)
    payload = models.JSONField()
    request_id = models.CharField(max_length=64, blank=True)
    occurred_at = models.DateTimeField(db_default=Now())
    seq = models.BigIntegerField(null=True, unique=True)
    # What goes to the streams: [[channel, type, data], …], made by the handlers, published as `seq`.
    pushes = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    failed = ArrayField(models.CharField(max_length=200), default=list)

    # What was published, once somebody read it from the payload.
    fact: Event | None = None

    class Meta:
        db_table = "outbox_event"
        indexes = [
            models.Index(fields=["id"], name="outbox_untold", condition=Q(seq__isnull=True)),
            models.Index(fields=["occurred_at"], name="outbox_age"),
            models.Index(fields=["seq"], name="outbox_failed", condition=~Q(failed=[])),
        ]
        triggers = [
            # The relay sleeps until somebody commits a fact. NOTIFY is delivered at the commit, never before.
            pgtrigger.Trigger(
                name="outbox_wakes_the_relay",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=f"PERFORM pg_notify('{WAKE_CHANNEL}', ''); RETURN NULL;",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject}"
