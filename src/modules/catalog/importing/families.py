"""Brings the records of one product together, however far apart in the file, without holding the file.

A file is read twice: first to put aside the records that follow another (a variant, a further picture, a price),
then to tell the products, each with its followers. What was put aside lies in a private SQLite file, which stays in
memory while it is small and is gone when it is closed.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Self

from src.modules.catalog.importing.records import Record

# Variants and further pictures of one product; more than this is not taken.
MOST_FOLLOWERS = 2_000
_SCHEMA = """
    CREATE TABLE followers (key TEXT, row INTEGER, cells TEXT, PRIMARY KEY (key, row)) WITHOUT ROWID;
    CREATE TABLE claimed (key TEXT PRIMARY KEY, last INTEGER) WITHOUT ROWID;
    BEGIN;
"""
_LEFT = """
    SELECT f.key, f.row, f.cells, c.key IS NOT NULL FROM followers f LEFT JOIN claimed c ON c.key = f.key
    WHERE c.key IS NULL OR f.row > c.last ORDER BY f.key, f.row
"""


class Followers:
    """Records put aside under the key of the record that they follow."""

    def __init__(self) -> None:
        # A reader may be begun in one thread and closed in another, never at once.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.executescript(_SCHEMA)
        self._any = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def add(self, placed: Iterable[tuple[str, Record]]) -> None:
        """Put records aside."""
        entries = ((key, record.row, json.dumps(record.cells)) for key, record in placed)
        self._database.executemany("INSERT INTO followers VALUES (?, ?, ?)", entries)
        self._any = self._database.execute("SELECT EXISTS (SELECT 1 FROM followers)").fetchone()[0]

    def take(self, keys: Iterable[str]) -> list[Record]:
        """The followers of a record known under `keys`, in the file's order; nobody gets them a second time."""
        if not self._any:
            return []
        return sorted((record for key in keys for record in self._claim(key)), key=lambda record: record.row)

    def _claim(self, key: str) -> list[Record]:
        query = "SELECT row, cells FROM followers WHERE key = ? ORDER BY row LIMIT ?"
        found = [Record(row, json.loads(cells)) for row, cells in self._database.execute(query, (key, MOST_FOLLOWERS))]
        if not found:
            return []
        claim = self._database.execute("INSERT OR IGNORE INTO claimed VALUES (?, ?)", (key, found[-1].row))
        return found if claim.rowcount else []

    def left(self) -> Iterator[tuple[str, bool, list[Record]]]:
        """What nobody took, by key, and whether the key was known: then there were too many."""
        for (key, known), rows in groupby(self._database.execute(_LEFT), key=lambda row: (row[0], bool(row[3]))):
            yield key, known, [Record(row, json.loads(cells)) for _, row, cells, _ in rows]
