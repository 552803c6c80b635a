"""Which requests were made under which key, and what was answered."""

from django.db import models
from django.db.models.functions import Now


class IdempotencyRecord(models.Model):
    """One request of one caller, written in the transaction of what it makes: it exists if and only if that does.

    Without `body` it was not answered yet: it is still running, or a crash came between the work and the answer.
    """

    id = models.BigAutoField(primary_key=True)
    scope = models.CharField(max_length=80)
    route = models.CharField(max_length=200)
    key = models.CharField(max_length=255)
    # SHA-256 of the body as parsed JSON: the same content in another order is the same body.
    fingerprint = models.BinaryField(max_length=32)
    # What the request makes: an order, a payment. Of several parallel requests the one whose subject this is runs.
    subject = models.UUIDField()
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "idempotency_record"
        constraints = [models.UniqueConstraint(fields=["scope", "route", "key"], name="idempotency_key_once")]
        indexes = [
            models.Index(fields=["subject"], name="idempotency_subject"),
            models.Index(fields=["created_at"], name="idempotency_age"),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
