"""One batch of a file lands; what the shop or its database refuses stays outside, and only that."""

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import chain

from django.db import DataError, IntegrityError

from src.modules.catalog.contracts import ImportReport
from src.modules.catalog.importing import Goods, RowError
from src.modules.catalog.services.imports.creating import create
from src.modules.catalog.services.imports.importer import Importer, NotTaken, refusal
from src.modules.catalog.services.imports.matching import Matching
from src.modules.catalog.services.imports.updating import update
from src.platform.errors import Refusal

UNEXPECTED = (Refusal, IntegrityError, DataError)
log = logging.getLogger(__name__)


def land(batch: Sequence[Goods | RowError], importer: Importer) -> ImportReport:
    """New products and known ones in two transactions, for each may change the inventory only once."""
    report = ImportReport(errors=[item for item in batch if isinstance(item, RowError)])
    report.add(_take([item for item in batch if isinstance(item, Goods)], importer))
    report.errors.sort(key=lambda error: error.row)
    return report


def _take(goods: Sequence[Goods], importer: Importer) -> ImportReport:
    report = ImportReport()
    new, known = _matched(goods, importer, report)
    report.add(_or_in_halves(new, importer, lambda: create(new, importer)))
    listed = list(chain.from_iterable(known.values()))
    report.add(_or_in_halves(listed, importer, lambda: update(known, importer)))
    return report


def _matched(
    goods: Sequence[Goods], importer: Importer, report: ImportReport
) -> tuple[list[Goods], dict[int, list[Goods]]]:
    """What is new, and what belongs to which product. Drafts stay outside: they are not for sale."""
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


def _or_in_halves(goods: Sequence[Goods], importer: Importer, change: Callable[[], ImportReport]) -> ImportReport:
    """The change; or, where the database refuses it as a whole, each half by itself, down to the one product."""
    if not goods:
        return ImportReport()
    try:
        return change()
    except UNEXPECTED as error:
        if len(goods) == 1:
            return _refused(goods[0], error)
        report, middle = ImportReport(), len(goods) // 2
        for half in (goods[:middle], goods[middle:]):
            # Matched anew: somebody else may have made the product meanwhile.
            report.add(_take(half, importer))
        return report


def _refused(goods: Goods, error: Exception) -> ImportReport:
    if isinstance(error, Refusal):
        code, message = error.code, str(error)
    else:
        log.warning("the database refuses %s, row %s of a file", goods.sku, goods.row, exc_info=error)
        code, message = "refused", "The database refuses this product."
    return ImportReport(errors=list(refusal(goods, "", code, message, goods.sku).errors))
