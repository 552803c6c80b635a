"""Files that merchants sent, and what became of them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from src.platform.ids import uuid7


class BulkUpload(models.Model):
    """A product file that a merchant sent, and how far the worker is with it.

    `position` counts what was read of it, in the file's order, so that a worker that was killed goes on there.
    `created` and `changed` count products in the transactions that land them; `landed` all that are as the file says.
    """

    class Status(models.TextChoices):
        """Its life. A cancelled one has failed."""

        QUEUED = "queued"
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    # Whose shop it goes to; none is the house.
    seller = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=255)
    file = models.CharField(max_length=255)
    format = models.CharField(max_length=20, default="auto")
    dry_run = models.BooleanField(default=False)
    status = models.CharField(max_length=9, choices=Status, default=Status.QUEUED)
    # Why it failed as a whole.
    reason = models.CharField(max_length=255, blank=True)
    position = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    processed = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    landed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[Any]] = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["queued", "running", "succeeded", "failed"]), name="catalog_upload_status_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.status}"

    @property
    def updated(self) -> int:
        """Products that the shop had already, whether or not the file changed them."""
        return max(self.landed - self.created, self.changed)

    @property
    def unchanged(self) -> int:
        """Those of them that were as the file says."""
        return max(self.landed - self.created - self.changed, 0)


class BulkUploadError(models.Model):
    """A row of the file that was not taken, and why."""

    upload = models.ForeignKey(BulkUpload, on_delete=models.CASCADE, related_name="errors")
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=255, blank=True)
    code = models.CharField(max_length=60)
    message = models.CharField(max_length=500)
    value = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[Any]] = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.row} {self.field}: {self.message}"
