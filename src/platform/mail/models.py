"""Mails on their way out."""

from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def waiting(self) -> Self:
        """Not yet sent, and still worth trying."""
        return self.filter(sent_at=None, given_up_at=None)


class OutgoingMail(models.Model):
    """One mail for one cause. The id is derived from the cause, and the Message-ID from the id."""

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=100)
    cause = models.CharField(max_length=200)
    recipient = models.EmailField(max_length=254)
    # What the templates show. It may hold keys that open accounts, so it is emptied once the mail is sent.
    context = models.JSONField(encoder=DjangoJSONEncoder, default=dict)
    created_at = models.DateTimeField(db_default=Now(), db_index=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Sendings that were begun and whose end nobody knows: the sender died, or the server fell silent.
    unanswered = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        db_table = "outgoing_mail"
        verbose_name = "mail"
        constraints = [models.UniqueConstraint(fields=["kind", "cause"], name="one_mail_for_one_cause")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.pk})"
