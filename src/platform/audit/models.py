"""The trail: one line for one change of one thing. Written by triggers, read by staff, changed by nobody."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F
from django.db.models.functions import Now


class Entry(models.Model):
    """`changes` says of each column that changed what it was and what it became: `{"price": [1290, 1390]}`.

    `object_type` is a model (`catalog.product`), `part` what of it was meant where it is not the whole (a SKU).
    People stand here as ids, plain values: the trail outlives them, and knows nothing about them.
    """

    append_only = True

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=64)
    part = models.CharField(max_length=100, blank=True)
    action = models.CharField(max_length=8, choices=[(word, word) for word in ("created", "changed", "removed")])
    changes = models.JSONField(default=dict)
    actor = models.UUIDField(null=True)
    channel = models.CharField(max_length=10)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "audit trail"
        indexes = [
            models.Index(F("object_type"), F("object_id"), F("id").desc(), name="audit_of_object"),
            models.Index(F("actor"), F("id").desc(), name="audit_by_actor"),
            BrinIndex(fields=["at"], name="audit_at"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="the_trail_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            # The shop's role can make no triggers of its own, so it cannot reach that depth by itself.
            pgtrigger.Trigger(
                name="the_trail_is_written_by_triggers",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF pg_trigger_depth() < 2 THEN
                        RAISE EXCEPTION 'the audit trail writes itself'
                            USING ERRCODE = '23514', CONSTRAINT = 'audit_written_by_triggers';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id} {self.action}"
