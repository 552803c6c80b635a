"""What the worker notes beside django-q2's queue."""

from django.db import models
from django.db.models.functions import Now


class TaskClaim(models.Model):
    """Who has a queued task in hand, and how often it was taken: written before the work, so that a task that
    kills its worker is counted too."""

    queue_id = models.BigIntegerField(primary_key=True)
    # The number of the worker, which holds the advisory lock of that number while it lives; None: nobody's.
    worker = models.IntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "task_claim"

    def __str__(self) -> str:
        return f"{self.queue_id}, attempt {self.attempts}"


class ScheduledTask(models.Model):
    """When a task that runs by the clock is due."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField(db_default=Now())
    queued_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "task_schedule"

    def __str__(self) -> str:
        return self.name
