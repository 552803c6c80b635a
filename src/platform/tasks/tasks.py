"""The queue's own upkeep."""

from datetime import timedelta

from django.db.models.functions import Now
from django_q.models import Task

from src.platform.tasks.registry import task

SUCCESSES_KEPT, FAILURES_KEPT = timedelta(days=1), timedelta(days=30)


@task("tasks.prune", every=timedelta(hours=1))
def prune() -> None:
    """Drop old results."""
    Task.objects.filter(success=True, stopped__lt=Now() - SUCCESSES_KEPT).delete()
    Task.objects.filter(stopped__lt=Now() - FAILURES_KEPT).delete()
