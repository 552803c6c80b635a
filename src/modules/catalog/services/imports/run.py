"""A whole file: read, cut into batches, each landed in transactions of its own."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from src.modules.catalog.contracts import ImportReport
from src.modules.catalog.importing import Goods, RowError, UnreadableFile, read, unpacked
from src.modules.catalog.services.imports.ahead import read_ahead
from src.modules.catalog.services.imports.importer import Importer
from src.modules.catalog.services.imports.landing import land

# Transactions of this size are over in well under a second, so that no checkout waits long for a row of theirs.
LARGEST_BATCH = 1_000

Progress = Callable[[ImportReport], None]


def import_file(
    file: Path | BinaryIO,
    *,
    seller_id: UUID | None,
    actor: str,
    format: str = "auto",
    currency: str = "",
    dry_run: bool = False,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Land the products of a file of any shop. `currency` is that of files which name none (default: the shop's).

    Raises UnreadableFile for what is no product file; what came before the damage in a damaged one has landed then.
    """
    if isinstance(file, Path):
        with file.open("rb") as stream:
            return import_file(
                stream,
                seller_id=seller_id,
                actor=actor,
                format=format,
                currency=currency,
                dry_run=dry_run,
                on_progress=on_progress,
            )
    with unpacked(file) as plain:
        goods = read(plain, format=format, currency=currency or settings.DEFAULT_CURRENCY)
        return import_goods(goods=goods, seller_id=seller_id, actor=actor, dry_run=dry_run, on_progress=on_progress)


def import_goods(
    *,
    goods: Iterable[Goods | RowError],
    seller_id: UUID | None,
    actor: str,
    dry_run: bool = False,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Create what is new and change what differs, by SKU. The same goods again change nothing.

    `seller_id` None is the house. `on_progress` is called after each batch, with the report so far.
    """
    importer = Importer(seller_id=seller_id, actor=actor, dry_run=dry_run)
    report = ImportReport()
    with closing(read_ahead(batches(goods))) as waiting:
        for batch in waiting:
            report.add(land(batch, importer))
            if on_progress:
                on_progress(report)
    return report


def batches(items: Iterable[Goods | RowError]) -> Iterator[list[Goods | RowError]]:
    """Products with at most 1,000 variants together, and the errors between them.

    What was read before the damage of a damaged file comes before UnreadableFile is raised.
    """
    batch: list[Goods | RowError] = []
    size = 0
    try:
        for item in items:
            weight = len(item.variants) if isinstance(item, Goods) else 1
            if batch and size + weight > LARGEST_BATCH:
                yield batch
                batch, size = [], 0
            batch.append(item)
            size += weight
    except UnreadableFile:
        yield batch
        raise
    if batch:
        yield batch
