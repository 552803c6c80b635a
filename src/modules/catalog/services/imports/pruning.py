"""Uploads do not stay: a file goes when it has served, at the latest a day later, what came of it after 90 days."""

from datetime import timedelta
from pathlib import PurePosixPath

from django.core.files.storage import storages
from django.db.models.functions import Now
from django.utils import timezone

from src.modules.catalog.models import BulkUpload
from src.modules.catalog.services.imports.uploads import FOLDER, GOING_ON

# A process that died between keeping a file and queueing it, or before it deleted one, left it behind.
ORPHANED_AFTER = timedelta(days=1)
REPORT_KEPT_FOR = timedelta(days=90)


def prune_uploads() -> None:
    """Delete files that no upload is waiting for, and old reports. Safe to run twice."""
    BulkUpload.objects.filter(finished_at__lt=Now() - REPORT_KEPT_FOR).delete()
    storage = storages["private"]
    if not storage.exists(FOLDER):
        return
    wanted = set(BulkUpload.objects.filter(status__in=GOING_ON).values_list("file", flat=True))
    for name in storage.listdir(FOLDER)[1]:
        file = str(PurePosixPath(FOLDER) / name)
        if file not in wanted and storage.get_modified_time(file) < timezone.now() - ORPHANED_AFTER:
            storage.delete(file)
