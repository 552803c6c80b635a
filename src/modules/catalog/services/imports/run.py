"""A whole file: read, cut into batches, each landed in transactions of its own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import DataError, IntegrityError

from src.modules.catalog.contracts import ImportReport
from src.modules.catalog.importing import Goods, RowError, read
from src.modules.catalog.services.imports.creating import create
from src.modules.catalog.services.imports.importer import Importer, NotTaken, refusal
from src.modules.catalog.services.imports.matching import Matching
from src.modules.catalog.services.imports.updating import update
from src.platform.errors import Refusal

# Transactions of this size are over in well under a second, so that no checkout waits long for a row of theirs.
LARGEST_BATCH = 1_000
UNEXPECTED = (Refusal, IntegrityError, DataError)

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
    goods = read(file, format=format, currency=currency or settings.DEFAULT_CURRENCY)
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
    for batch in batches(goods):
        report.add(land(batch, importer))
        if on_progress:
            on_progress(report)
    return report


def batches(items: Iterable[Goods | RowError]) -> Iterator[list[Goods | RowError]]:
    """Products with at most 1,000 variants together, and the errors between them."""
    batch: list[Goods | RowError] = []
    size = 0
    for item in items:
        weight = len(item.variants) if isinstance(item, Goods) else 1
        if batch and size + weight > LARGEST_BATCH:
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += weight
    if batch:
        yield batch


def land(batch: Sequence[Goods | RowError], importer: Importer) -> ImportReport:
    """One batch: new products and known ones in two transactions, for each may change the inventory only once.

    If the database refuses one as a whole, its products are taken one by one, so that only the bad one stays out.
    """
    report = ImportReport(errors=[item for item in batch if isinstance(item, RowError)])
    new, known = _sorted(batch, importer, report)
    try:
        report.add(create(new, importer) if new else ImportReport())
    except UNEXPECTED:
        for goods in new:
            report.add(_alone(goods, importer))
    try:
        report.add(update(known, importer) if known else ImportReport())
    except UNEXPECTED:
        for goods in chain.from_iterable(known.values()):
            report.add(_alone(goods, importer))
    report.errors.sort(key=lambda error: error.row)
    return report


def _sorted(
    batch: Sequence[Goods | RowError], importer: Importer, report: ImportReport
) -> tuple[list[Goods], dict[int, list[Goods]]]:
    """What is new, and what belongs to which product. Drafts stay outside: they are not for sale."""
    goods = [item for item in batch if isinstance(item, Goods)]
    matching = Matching.of(goods)
    new: list[Goods] = []
    known: defaultdict[int, list[Goods]] = defaultdict(list)
    for item in goods:
        try:
            if not item.published:
                raise refusal(item, "published", "not_published", "A draft is not for sale: publish it.", item.sku)
            product_id, taken, errors = matching.place(item, importer)
        except NotTaken as refused:
            report.errors += refused.errors
            continue
        report.errors += errors
        (new if product_id is None else known[product_id]).append(taken)
    return new, dict(known)


def _alone(goods: Goods, importer: Importer) -> ImportReport:
    report = ImportReport()
    try:
        new, known = _sorted([goods], importer, report)
        report.add(update(known, importer) if known else create(new, importer))
    except Refusal as refused:
        report.errors += refusal(goods, "", refused.code, str(refused), goods.sku).errors
    except (IntegrityError, DataError):
        report.errors += refusal(goods, "", "refused", "The database refuses this product.", goods.sku).errors
    return report
