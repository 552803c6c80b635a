"""Questions about uploads."""

from collections.abc import Iterator
from uuid import UUID

from src.modules.catalog.errors import UnknownUpload
from src.modules.catalog.models import BulkUpload, BulkUploadError


def upload_of(upload_id: UUID, *, owner_id: UUID | None) -> BulkUpload:
    """An upload; of this owner, where one is named. Raises UnknownUpload."""
    rows = BulkUpload.objects.filter(pk=upload_id)
    found = rows.first() if owner_id is None else rows.filter(owner_id=owner_id).first()
    if found is None:
        raise UnknownUpload
    return found


def first_errors(upload_id: UUID, most: int) -> list[BulkUploadError]:
    """The first refused rows of a file, in its order."""
    return list(BulkUploadError.objects.filter(upload_id=upload_id)[:most])


def all_errors(upload_id: UUID) -> Iterator[BulkUploadError]:
    """Every refused row, in the file's order, without holding them all."""
    return BulkUploadError.objects.filter(upload_id=upload_id).iterator(2_000)
