"""Records of a sheet of an .xlsx workbook, after a look at whether it is safe to unpack."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from typing import Any, BinaryIO

from src.modules.catalog.importing.goods import UnreadableFile
from src.modules.catalog.importing.records import LONGEST_RECORD

MOST_UNPACKED = 512 * 1024 * 1024
# openpyxl holds all shared strings in memory, at several times their size.
MOST_SHARED_STRINGS = 64 * 1024 * 1024
MOST_RATIO = 200
MOST_MEMBERS = 2_000
MOST_SHEET_COLUMNS = 300
MOST_BLANK_ROWS = 10_000
# Among which goods are looked for, and so many of their first rows.
MOST_SHEETS, OPENING = 20, 100

Row = tuple[int, Sequence[str]]


def workbook_rows(stream: BinaryIO, sheet: int) -> Iterator[Row]:
    """A sheet's rows, numbered as a spreadsheet numbers them. Formulas stay the text that they are."""
    with _sheets(stream) as sheets:
        yield from _rows(sheets[sheet])


def sheet_openings(stream: BinaryIO) -> Iterator[list[Row]]:
    """The first rows of each sheet."""
    with _sheets(stream) as sheets:
        for sheet in sheets[:MOST_SHEETS]:
            yield list(islice(_rows(sheet), OPENING))


@contextmanager
def _sheets(stream: BinaryIO) -> Iterator[list[Any]]:
    # It takes 0.1 s to import: only where there is a workbook.
    from openpyxl import load_workbook

    _refuse_bombs(stream)
    stream.seek(0)
    try:
        workbook = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        try:
            yield workbook.worksheets
        finally:
            workbook.close()
    except UnreadableFile:
        raise
    # openpyxl leaks whatever its parts stumble over: KeyError, ParseError, zlib.error, ValueError and more.
    except Exception as error:
        raise UnreadableFile("damaged_workbook", "The workbook is damaged. Save it again as .xlsx.") from error


def _refuse_bombs(stream: BinaryIO) -> None:
    stream.seek(0)
    try:
        members = zipfile.ZipFile(stream).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableFile("damaged_workbook", "The workbook is damaged. Save it again as .xlsx.") from error
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names:
        raise UnreadableFile(
            "not_a_workbook", "This is a ZIP archive, but no .xlsx workbook. Send .csv, .jsonl or .xlsx."
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableFile("encrypted", "The workbook has a password. Save it without one.")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    strings = sum(member.file_size for member in members if member.filename == "xl/sharedStrings.xml")
    if (
        len(members) > MOST_MEMBERS
        or unpacked > MOST_UNPACKED
        or strings > MOST_SHARED_STRINGS
        or unpacked > max(packed, 8192) * MOST_RATIO
    ):
        raise UnreadableFile("too_large", "The workbook unpacks to more than is safe. Send it as .csv.")


def _rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # what the file claims of its size may be a lie
    first = next(_filled(sheet.iter_rows(max_col=MOST_SHEET_COLUMNS, values_only=True)), (1, ()))
    # Rows come padded to the wanted width: one cell more than the header has, to see a surplus.
    width = len(_trimmed(first[1])) + 1
    for row, cells in _filled(sheet.iter_rows(max_col=width, values_only=True)):
        yield row, [_text(cell) for cell in cells]


def _filled(rows: Iterable[Sequence[object]]) -> Iterator[tuple[int, Sequence[object]]]:
    """Rows with something in them; a sheet with its last row a million below the others is a trap."""
    blank = 0
    for row, cells in enumerate(rows, start=1):
        if any(cell is not None for cell in cells):
            blank = 0
            yield row, cells
        elif (blank := blank + 1) > MOST_BLANK_ROWS:
            raise UnreadableFile("too_sparse", f"Over {MOST_BLANK_ROWS} rows in a row are empty.")


def _trimmed(cells: Sequence[object]) -> Sequence[object]:
    last = max((at for at, cell in enumerate(cells, start=1) if cell is not None), default=0)
    return cells[:last]


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell[:LONGEST_RECORD]
        case bool():
            return str(cell).upper()
        case float():
            return f"{cell:.15g}"  # what the spreadsheet shows: 19.9, not 19.900000000000002
        case datetime() | date() | time():
            return cell.isoformat()
    return str(getattr(cell, "text", cell))
