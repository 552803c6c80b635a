"""What of a merchant's file was not taken, as a sheet of its own."""

from collections.abc import Iterator
from uuid import UUID

from src.modules.catalog.selectors import uploads
from src.modules.catalog.services.exports.sheets import csv_line

COLUMNS = ("row", "field", "code", "message", "value")


def refused_rows(upload_id: UUID) -> Iterator[str]:
    """Lines of CSV, all refused rows of an upload, safe for spreadsheets."""
    yield csv_line(COLUMNS)
    for error in uploads.all_errors(upload_id):
        yield csv_line([str(error.row), error.field, error.code, error.message, error.value])
