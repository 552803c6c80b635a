"""The outbox's own upkeep."""

from datetime import timedelta

from django.db.models.functions import Now

from src.platform.events.models import OutboxEvent
from src.platform.tasks.registry import task

# Streams replay a day; the rest is for whoever asks what happened.
KEPT_FOR = timedelta(days=7)


@task("events.prune", every=timedelta(hours=1))
def prune() -> None:
    """Drop events that were told a week ago."""
    OutboxEvent.objects.filter(seq__isnull=False, occurred_at__lt=Now() - KEPT_FOR).delete()
