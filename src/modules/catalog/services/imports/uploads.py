"""Files that merchants send by the API: kept, then landed by the worker, batch by batch."""

import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from src.modules.catalog.contracts import ImportReport
from src.modules.catalog.errors import UnknownUpload, UploadFinished
from src.modules.catalog.events import UploadMovedOn
from src.modules.catalog.importing import Goods, RowError, UnreadableFile, count_records, detect, read, unpacked
from src.modules.catalog.models import BulkUpload, BulkUploadError
from src.modules.catalog.services.imports.ahead import read_ahead
from src.modules.catalog.services.imports.importer import Importer
from src.modules.catalog.services.imports.landing import land
from src.modules.catalog.services.imports.run import batches
from src.modules.catalog.services.ownership import Merchant
from src.modules.catalog.services.vocabulary import fold_tallies
from src.platform.db.bulk import insert_rows
from src.platform.db.transactions import atomic
from src.platform.errors import Unprocessable
from src.platform.events.outbox import publish
from src.platform.ids import uuid7
from src.platform.tasks.queue import enqueue, queued
from src.platform.tasks.sweeps import for_each

# After so many seconds of landing the rest of a file becomes a task of its own, for others wait for the worker too.
TURN_SECONDS = 45.0
# So often what has landed is counted, meanwhile: counts of visitors stay quick while thousands of products arrive.
FOLD_SECONDS = 3.0
# In the private storage, which no address leads to.
FOLDER = "uploads"
GOING_ON = (BulkUpload.Status.QUEUED, BulkUpload.Status.RUNNING)
TASK = "catalog.land_upload"
ABANDONED = "The worker gave up, again and again. What has landed stays: send the file again for the rest."


def accept_upload(
    merchant: Merchant, file: "File[Any]", *, name: str, format: str = "auto", dry_run: bool = False
) -> BulkUpload:
    """Keep a file and have the worker land it. Raises Unprocessable for what is no product file."""
    pk = uuid7()
    # Django's File reads and seeks as any stream does.
    sent = cast(BinaryIO, file)
    try:
        with unpacked(sent) as plain:
            detect(plain, format=format)
            plain.seek(0)
            # The file itself can be moved, where a copy of its bytes could not.
            kept = storages["private"].save(f"{FOLDER}/{pk}", file if plain is sent else File(plain))
    except UnreadableFile as error:
        raise Unprocessable.of("file", error.code, str(error)) from error
    return _queue(pk, merchant, file=kept, name=name[:255], format=format, dry_run=dry_run)


@atomic
def _queue(pk: UUID, merchant: Merchant, **fields: Any) -> BulkUpload:
    seller_id = None if merchant.is_admin else merchant.id
    upload = BulkUpload.objects.create(pk=pk, owner_id=merchant.id, seller_id=seller_id, **fields)
    enqueue(TASK, upload_id=str(pk))
    upload.refresh_from_db()
    return upload


def land_upload(upload_id: UUID) -> None:
    """Go on with an upload where it is. Safe to run twice: a batch counts for one of two workers only."""
    upload = BulkUpload.objects.filter(pk=upload_id, status__in=GOING_ON).first()
    if upload is None:
        return
    try:
        with storages["private"].open(upload.file) as stream:
            _take_a_turn(upload, cast(BinaryIO, stream))
    except UnreadableFile as error:
        _end(upload_id, reason=str(error))


def goes_on(upload: BulkUpload) -> bool:
    """Whether more is to come of it."""
    return upload.status in GOING_ON


def end_abandoned() -> None:
    """Uploads that no task will go on with have failed: theirs failed too often, or was lost. Safe to run twice.

    Uploads are asked first: one's task ends after the upload itself, or after the task of its next turn was queued.
    """
    going_on = list(BulkUpload.objects.filter(status__in=GOING_ON).values_list("pk", flat=True))
    if going_on:
        tended = {UUID(payload["upload_id"]) for payload in queued(TASK)}
        for_each((pk for pk in going_on if pk not in tended), partial(_end, reason=ABANDONED))


def _take_a_turn(upload: BulkUpload, stream: BinaryIO) -> None:
    _start(upload, count_records(stream, format=upload.format) if upload.total is None else upload.total)
    importer = Importer(
        seller_id=upload.seller_id,
        actor=str(upload.owner_id),
        dry_run=upload.dry_run,
        on_landing=partial(_count_landing, upload.pk),
    )
    with closing(read_ahead(batches(_rest(upload, stream)))) as waiting:
        if _land_batches(upload, waiting, importer):
            _end(upload.pk)


def _land_batches(upload: BulkUpload, waiting: Iterator[list[Goods | RowError]], importer: Importer) -> bool:
    """At least one, and then until the turn is over. Was that all of the file, and nobody else's?"""
    position, until, folded = upload.position, 0.0, time.monotonic()
    for batch in waiting:
        # Finding the place in the file is no part of the turn, or the end of a large one would never be reached.
        until = until or time.monotonic() + TURN_SECONDS
        if time.monotonic() > until and position > upload.position:
            _give_way(upload.pk)
            return False
        if not _is_at(upload.pk, position) or not _save_batch(upload, position, batch, land(batch, importer)):
            return False
        position += len(batch)
        if time.monotonic() > folded + FOLD_SECONDS:
            fold_tallies()
            folded = time.monotonic()
    return True


def _rest(upload: BulkUpload, stream: BinaryIO) -> Iterator[Goods | RowError]:
    """What comes after the last batch that counted. Read anew, for later rows may depend on earlier ones."""
    goods = read(stream, format=upload.format, currency=settings.DEFAULT_CURRENCY)
    return islice(goods, upload.position, None)


@atomic
def _start(upload: BulkUpload, total: int) -> None:
    rows = BulkUpload.objects.filter(pk=upload.pk, status=BulkUpload.Status.QUEUED)
    if rows.update(status=BulkUpload.Status.RUNNING, started_at=Now(), total=total):
        _tell(upload.pk)


def _is_at(upload_id: UUID, position: int) -> bool:
    """Still going on, and nobody else has it."""
    return BulkUpload.objects.filter(pk=upload_id, status=BulkUpload.Status.RUNNING, position=position).exists()


def _count_landing(upload_id: UUID, report: ImportReport) -> None:
    """In the transaction that lands the goods, so that what was created counts once, whoever is killed when."""
    if report.created or report.updated:
        BulkUpload.objects.filter(pk=upload_id).update(
            created=F("created") + report.created, changed=F("changed") + report.updated
        )


@atomic
def _save_batch(upload: BulkUpload, position: int, batch: list[Goods | RowError], report: ImportReport) -> bool:
    """Count a batch and move on, unless somebody else did. A dry run's products are counted here, for none landed."""
    trial = int(upload.dry_run)
    moved = BulkUpload.objects.filter(pk=upload.pk, status=BulkUpload.Status.RUNNING, position=position).update(
        position=position + len(batch),
        processed=F("processed") + _rows(batch),
        created=F("created") + trial * report.created,
        changed=F("changed") + trial * report.updated,
        landed=F("landed") + report.created + report.updated + report.unchanged,
        failed=F("failed") + len(report.errors),
    )
    if moved:
        insert_rows(BulkUploadError, [_error(upload.pk, error) for error in report.errors])
        _tell(upload.pk)
    return bool(moved)


def _rows(batch: list[Goods | RowError]) -> int:
    return len({row for item in batch for row in _rows_of(item)})


def _rows_of(item: Goods | RowError) -> list[int]:
    return [item.row] if isinstance(item, RowError) else [item.row, *(variant.row for variant in item.variants)]


def _error(upload_id: UUID, error: RowError) -> dict[str, Any]:
    return {
        "upload_id": upload_id,
        "row": error.row,
        "field": error.field[:255],
        "code": error.code,
        "message": error.message[:500],
        "value": error.value[:200],
    }


@atomic
def _give_way(upload_id: UUID) -> None:
    enqueue(TASK, upload_id=str(upload_id))


@atomic
def cancel_upload(merchant: Merchant, upload_id: UUID) -> None:
    """Stop an upload after the batch in hand; what has landed stays. Raises UnknownUpload, UploadFinished."""
    upload = BulkUpload.objects.filter(pk=upload_id).select_for_update(no_key=True).first()
    if upload is None or not (merchant.is_admin or upload.owner_id == merchant.id):
        raise UnknownUpload
    if not goes_on(upload):
        raise UploadFinished
    _finish(upload, reason="Cancelled.")


@atomic
def _end(upload_id: UUID, *, reason: str = "") -> None:
    upload = BulkUpload.objects.filter(pk=upload_id, status__in=GOING_ON).select_for_update(no_key=True).first()
    if upload is not None:
        _finish(upload, reason=reason)


def _finish(upload: BulkUpload, *, reason: str) -> None:
    status = BulkUpload.Status.FAILED if reason else BulkUpload.Status.SUCCEEDED
    processed = F("processed") if reason or upload.total is None else F("total")
    BulkUpload.objects.filter(pk=upload.pk).update(
        status=status, reason=reason[:255], finished_at=Now(), processed=processed
    )
    _tell(upload.pk)
    transaction.on_commit(partial(storages["private"].delete, upload.file))


def _tell(upload_id: UUID) -> None:
    """Its owner, where a browser listens. The caller has changed the row, and so holds its lock."""
    upload = BulkUpload.objects.get(pk=upload_id)
    publish(
        UploadMovedOn(
            upload_id=upload.pk,
            owner_id=upload.owner_id,
            status=upload.status,
            total=upload.total,
            processed=upload.processed,
            created=upload.created,
            updated=upload.updated,
            failed=upload.failed,
        )
    )
