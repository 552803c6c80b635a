"""What the worker does for the catalogue."""

from datetime import timedelta
from uuid import UUID

from src.modules.catalog.services import vocabulary
from src.modules.catalog.services.imports import pruning, uploads
from src.platform.tasks.registry import task


# A turn lands goods for 45 seconds, after finding its place in a file of up to 200 MB.
@task(uploads.TASK, timeout=timedelta(minutes=10))
def land_upload(upload_id: str) -> None:
    """Land a merchant's file, or go on with it. Safe to run twice."""
    uploads.land_upload(UUID(upload_id))


@task("catalog.end_abandoned_uploads", every=timedelta(minutes=1))
def end_abandoned_uploads() -> None:
    """Tell who waits for an upload that it will not go on. Safe to run twice."""
    uploads.end_abandoned()


@task("catalog.prune_uploads", every=timedelta(hours=1))
def prune_uploads() -> None:
    """Delete files that were left behind, and old reports. Safe to run twice."""
    pruning.prune_uploads()


@task("catalog.count_words", every=timedelta(minutes=1))
def count_words() -> None:
    """Keep suggestions in the order of what there is most of. Safe to run twice."""
    vocabulary.count_words()


@task("catalog.fold_tallies", every=timedelta(minutes=1))
def fold_tallies() -> None:
    """Keep counts quick after many changes. Safe to run twice."""
    vocabulary.fold_tallies()
