"""A record of a file: its number and its cells, as text, under normalised column names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from src.modules.catalog.importing.goods import Refused, RowError

MOST_COLUMNS = 1_000
LONGEST_RECORD = 1_048_576  # characters; no honest description comes near

_SPACES = re.compile(r"\s+")
# What copying from a web page leaves behind, and a byte-order mark in the midst of joined files.
_UNSEEN = re.compile("[\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}\N{SOFT HYPHEN}]")

_GUARDED = re.compile(r"'+[=+\-@]")


@dataclass(frozen=True, slots=True)
class Record:
    """One record. Blank cells are left out; a missing one reads as empty."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def with_cells(self, **changes: str) -> Self:
        """The same record with other cells."""
        return replace(self, cells={**self.cells, **changes})

    def unguarded(self) -> Self:
        """Exports put an apostrophe before what a spreadsheet would run as a formula; it is no part of the text."""
        guarded = {name: cell[1:] for name, cell in self.cells.items() if _GUARDED.match(cell)}
        return self.with_cells(**guarded) if guarded else self


def column(name: str) -> str:
    """A column's name without case, padding and typographic apostrophes, which differ between exports.

    What follows `option:` is the merchant's own word and keeps its case.
    """
    plain = _SPACES.sub(" ", _UNSEEN.sub("", name).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).strip()
    prefix, colon, option = plain.partition(":")
    if colon and prefix.strip().casefold() == "option":
        return f"option:{option.strip()}"
    return plain.casefold()


def records(header: Sequence[str], rows: Iterator[tuple[int, Sequence[str]] | RowError]) -> Iterator[Record | RowError]:
    """Pair cells with the header's columns; wholly blank records vanish, damaged ones are reported."""
    for item in rows:
        if isinstance(item, RowError):
            yield item
            continue
        row, cells = item
        try:
            record = _record(header, row, cells)
        except Refused as refusal:
            yield refusal.at(row)
        else:
            if record.cells:
                yield record


def _record(header: Sequence[str], row: int, cells: Sequence[str]) -> Record:
    named = {name: stripped for name, cell in zip(header, cells, strict=False) if name and (stripped := cell.strip())}
    surplus = "".join(cells[len(header) :]).strip()
    if surplus:
        raise Refused("", "too_many_cells", "The record has more cells than the header: is a quote missing?", surplus)
    _check_text(named)
    return Record(row, named)


def _check_text(cells: Mapping[str, str]) -> None:
    for name, cell in cells.items():
        if "\x00" in cell:
            raise Refused(name, "nul_character", "Text must not contain NUL characters.", cell.replace("\x00", "␀"))
        if undecodable(cell):
            raise Refused(name, "invalid_encoding", "The text is not in the file's encoding.", _legible(cell))


def undecodable(cell: str) -> bool:
    """Whether there are bytes (or halves of UTF-16 pairs) in it that no character stands for."""
    try:
        cell.encode()
    except UnicodeEncodeError:
        return True
    return False


def _legible(cell: str) -> str:
    return cell.encode("utf-8", "replace").decode()
