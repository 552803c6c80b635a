"""From a file to goods, one product at a time."""

from collections.abc import Iterator
from typing import BinaryIO

from src.modules.catalog.importing.assembly import Assembly
from src.modules.catalog.importing.detection import Detected, detect, read_records
from src.modules.catalog.importing.families import Followers
from src.modules.catalog.importing.goods import Goods, RowError
from src.modules.catalog.importing.records import Record


def read(stream: BinaryIO, *, format: str = "auto", currency: str = "EUR") -> Iterator[Goods | RowError]:
    """What a seekable stream offers, in its own order; rows that cannot be taken come as RowErrors.

    `currency` is the shop's: that of files which name none. Raises UnreadableFile, at once for what is no product
    file, and in the midst of one whose rest is damaged beyond reading.
    """
    found = detect(stream, format=format)
    return _read(stream, found, currency)


def count_records(stream: BinaryIO, *, format: str = "auto") -> int:
    """How many records a file has, without the header. Raises UnreadableFile."""
    return sum(1 for _ in read_records(stream, detect(stream, format=format)))


def _read(stream: BinaryIO, found: Detected, currency: str) -> Iterator[Goods | RowError]:
    assembly = Assembly(found.layout, currency)
    with Followers() as followers:
        if found.layout.joins(found.header):
            followers.add(_following(stream, found))
        place = found.layout.places()
        for item in read_records(stream, found):
            if isinstance(item, RowError):
                yield item
            elif (its := place(item)).heads:
                yield from assembly.goods(item, followers.take(its.keys))
        for key, known, left in followers.left():
            yield from _too_many(left) if known else assembly.adopted(key, left)


def _following(stream: BinaryIO, found: Detected) -> Iterator[tuple[str, Record]]:
    place = found.layout.places()
    for item in read_records(stream, found):
        if not isinstance(item, RowError) and not (its := place(item)).heads:
            yield its.keys[0], item


def _too_many(left: list[Record]) -> Iterator[RowError]:
    return (RowError(record.row, "", "too_many_rows", "Its product has too many rows already.") for record in left)
