"""Uploads, as merchants send them and see them."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from src.modules.catalog.models import BulkUpload, BulkUploadError
from src.platform.http.schemas import Body


class UploadForm(Body):
    """What comes with the file."""

    format: Literal["auto", "native", "shopify", "woocommerce", "vendure", "spree", "oscar"] = "auto"
    dry_run: bool = Field(False, description="Report what would happen, and change nothing.")


class ExportQuery(Schema):
    """Which kind of file."""

    format: Literal["csv", "jsonl", "xlsx"] = "csv"
    layout: Literal["native", "shopify"] = "native"


class UploadErrorOut(Schema):
    """A row that was not taken. `row` counts the file's records, the header being 1."""

    row: int
    field: str
    code: str
    message: str
    value: str


class UploadOut(Schema):
    """`total` and `processed` count rows (`total` once it is known), `created` and `updated` products, `failed` rows.

    `updated` are the products that were there already; of these, `unchanged` were as the file says before.
    """

    id: UUID
    name: str
    format: str
    dry_run: bool
    status: BulkUpload.Status
    reason: str | None
    total: int | None
    processed: int
    created: int
    updated: int
    unchanged: int
    failed: int
    errors: list[UploadErrorOut]
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, upload: BulkUpload, errors: list[BulkUploadError]) -> Self:
        """An upload and its refused rows."""
        return cls(
            id=upload.pk,
            name=upload.name,
            format=upload.format,
            dry_run=upload.dry_run,
            status=BulkUpload.Status(upload.status),
            reason=upload.reason or None,
            total=upload.total,
            processed=upload.processed,
            created=upload.created,
            updated=upload.updated,
            unchanged=upload.unchanged,
            failed=upload.failed,
            errors=[UploadErrorOut.model_validate(error) for error in errors],
            created_at=upload.created_at,
            started_at=upload.started_at,
            finished_at=upload.finished_at,
        )
