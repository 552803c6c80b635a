"""What the worker does for the catalogue."""

from uuid import UUID

from src.modules.catalog.services.imports import uploads
from src.platform.tasks.registry import task


@task("catalog.land_upload")
def land_upload(upload_id: str) -> None:
    """Land a merchant's file, or go on with it. Safe to run twice."""
    uploads.land_upload(UUID(upload_id))
