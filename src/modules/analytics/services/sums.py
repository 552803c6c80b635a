"""Add to the read tables, many rows in one statement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from django.db import connection, models

from src.modules.analytics.models import (
    NEVER,
    BuyerDay,
    DaySum,
    ProductDay,
    ProductMonth,
    ProductQuarter,
    StatusSum,
)
from src.modules.analytics.services.counting import Entry

Rows = dict[tuple[Any, ...], list[int]]

ADD = """
INSERT INTO {table} AS kept ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, %(rows)s)
ON CONFLICT ON CONSTRAINT {once} DO UPDATE SET {additions}
RETURNING id, {nothing}
"""
LINK = """
UPDATE analytics_buyerday AS kept SET previous = linked.previous
FROM (
    SELECT id, lag(day, 1, %(never)s) OVER (PARTITION BY buyer_id, seller_id, currency ORDER BY day) AS previous
    FROM analytics_buyerday WHERE {buyers}
) AS linked
WHERE kept.id = linked.id AND kept.previous <> linked.previous
"""


@dataclass(frozen=True)
class Table:
    """A read table: which columns make a row, and which are sums."""

    model: type[models.Model]
    key: tuple[str, ...]
    sums: tuple[str, ...]
    more: tuple[tuple[str, Any], ...] = ()

    def add(self, rows: Rows) -> None:
        """What becomes nothing is deleted."""
        document = orjson.dumps([self._row(key, amounts) for key, amounts in rows.items()]).decode()
        with connection.cursor() as cursor:
            cursor.execute(_addition(self), {"rows": document})
            emptied = [pk for pk, is_nothing in cursor.fetchall() if is_nothing]
        if emptied:
            self.model._base_manager.filter(pk__in=emptied).delete()

    def _row(self, key: tuple[Any, ...], amounts: list[int]) -> dict[str, Any]:
        return {
            **dict(zip(self.key, key, strict=True)),
            **dict(zip(self.sums, amounts, strict=True)),
            **dict(self.more),
        }


PRODUCT = (("seller_id", "currency", "day", "product_id"), ("units", "revenue"))
TABLES = {
    "day": Table(DaySum, ("seller_id", "currency", "day"), ("orders", "revenue", "units")),
    "status": Table(StatusSum, ("seller_id", "currency", "day", "status"), ("orders",)),
    "product_day": Table(ProductDay, *PRODUCT),
    "product_month": Table(ProductMonth, *PRODUCT),
    "product_quarter": Table(ProductQuarter, *PRODUCT),
    "buyer": Table(
        BuyerDay, ("seller_id", "currency", "buyer_id", "day"), ("orders",), (("previous", NEVER.isoformat()),)
    ),
}


@cache
def _addition(table: Table) -> str:
    return ADD.format(
        table=table.model._meta.db_table,
        columns=", ".join((*table.key, *table.sums, *(column for column, _ in table.more))),
        once=table.model._meta.constraints[0].name,
        additions=", ".join(f"{column} = kept.{column} + excluded.{column}" for column in table.sums),
        nothing=" AND ".join(f"kept.{column} = 0" for column in table.sums),
    )


def add(on: Iterable[Entry], off: Iterable[Entry], *, link: bool = True) -> None:
    """Put some entries on and take others off; what stays the same is not written."""
    added: dict[str, Rows] = defaultdict(dict)
    for sign, entries in ((1, on), (-1, off)):
        for entry in entries:
            for table, key in entry.rows():
                row = added[table].setdefault(key, [0] * len(entry.amounts))
                for place, amount in enumerate(entry.amounts):
                    row[place] += sign * amount
    changed = {table: {key: row for key, row in rows.items() if any(row)} for table, rows in added.items()}
    for name, rows in changed.items():
        if rows:
            TABLES[name].add(rows)
    if link and changed.get("buyer"):
        link_buyers({key[2] for key in changed["buyer"]})


def link_buyers(buyers: Iterable[str] | None = None) -> None:
    """Note for each day of these buyers (of all) the one before."""
    condition = "true" if buyers is None else "buyer_id = ANY(%(buyers)s::uuid[])"
    with connection.cursor() as cursor:
        cursor.execute(LINK.format(buyers=condition), {"never": NEVER, "buyers": list(buyers or [])})


def clear() -> None:
    """Forget all sums."""
    for table in TABLES.values():
        table.model._base_manager.all().delete()
