"""For whom a file is imported, and what that allows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from src.modules.catalog.contracts import ImportReport
from src.modules.catalog.importing import Goods, RowError


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """`seller_id` None is the house, which may also change what sellers sell and makes new categories."""

    seller_id: UUID | None
    actor: str
    dry_run: bool = False
    # Called inside the transaction that lands goods, with what it does: counted if and when that commits.
    on_landing: Callable[[ImportReport], None] | None = None

    def finish(self, report: ImportReport) -> ImportReport:
        """The last word of a transaction: count it, or in a dry run undo it."""
        if self.dry_run:
            transaction.set_rollback(True)
        elif self.on_landing:
            self.on_landing(report)
        return report

    @property
    def is_house(self) -> bool:
        """The house's file, not a seller's."""
        return self.seller_id is None

    def may_change(self, seller_id: UUID | None) -> bool:
        """Sellers import into their own shop alone."""
        return self.is_house or seller_id == self.seller_id


class NotTaken(Exception):
    """A product of the file that stays outside. Carries what to tell about its rows."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__()
        self.errors = errors


def refusal(goods: Goods, field: str, code: str, message: str, value: str = "") -> NotTaken:
    """All of a product refused: its first row says why, the others point there."""
    return NotTaken([RowError(goods.row, field, code, message, value[:200]), *_followers(goods)])


def _followers(goods: Goods) -> Iterator[RowError]:
    for variant in goods.variants:
        if variant.row != goods.row:
            yield RowError(variant.row, "", "product_refused", f"Its product, in row {goods.row}, was refused.")
