"""What kind of file it is, and whose, by what is in it; its name and extension may say anything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO, Literal, TypeAlias

from src.modules.catalog.importing.csv_rows import DELIMITERS, CsvRows
from src.modules.catalog.importing.goods import RowError, UnreadableFile
from src.modules.catalog.importing.jsonl_rows import jsonl_records
from src.modules.catalog.importing.layouts import LAYOUTS, Layout
from src.modules.catalog.importing.records import LONGEST_RECORD, Record, column, records, undecodable
from src.modules.catalog.importing.text import Lines, OverlongLine, encoding_of, opened
from src.modules.catalog.importing.workbook_rows import sheet_openings, workbook_rows

FORMATS = ("auto", *(layout.name for layout in LAYOUTS))
Kind = Literal["csv", "jsonl", "xlsx"]
Rows: TypeAlias = Iterator[tuple[int, Sequence[str]] | RowError]
_FOREIGN = {
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old .xls workbook: save it as .xlsx",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
    b"<?xml": "an XML file",
}


@dataclass(frozen=True, slots=True)
class Detected:
    """How to read a file. `header_row` is the header's record number, 0 where there is none."""

    kind: Kind
    layout: Layout
    header: tuple[str, ...] = ()
    delimiter: str = ""
    encoding: str = ""
    header_row: int = 0
    sheet: int = 0


def detect(stream: BinaryIO, *, format: str = "auto") -> Detected:
    """Raises UnreadableFile for what is no product file, or not one of the wanted format."""
    layouts = [layout for layout in LAYOUTS if format in ("auto", layout.name)]
    if not layouts:
        raise UnreadableFile("unknown_format", f"The format is one of {', '.join(FORMATS)}.")
    stream.seek(0)
    start = stream.read(64)
    for magic, what in _FOREIGN.items():
        if start.startswith(magic):
            raise UnreadableFile("wrong_kind", f"This is {what}. Send .csv, .jsonl or .xlsx.")
    if start.startswith(b"PK\x03\x04"):
        return _detect_sheet(stream, layouts)
    return _detect_text(stream, layouts)


def read_records(stream: BinaryIO, found: Detected) -> Iterator[Record | RowError]:
    """All records from the start of the stream, numbered so that the header (if there is one) is row 1."""
    if found.kind == "jsonl":
        return jsonl_records(Lines(opened(stream, found.encoding)))
    rows = (
        workbook_rows(stream, found.sheet)
        if found.kind == "xlsx"
        else iter(_csv_rows(stream, found.delimiter, found.encoding))
    )
    return records(found.header, _numbered(rows, found))


def _numbered(rows: Rows, found: Detected) -> Rows:
    shift = max(found.header_row - 1, 0)
    for item in rows:
        row = item.row if isinstance(item, RowError) else item[0]
        if row <= found.header_row:
            continue
        yield replace(item, row=row - shift) if isinstance(item, RowError) else (row - shift, item[1])


def _detect_sheet(stream: BinaryIO, layouts: Sequence[Layout]) -> Detected:
    """The first sheet with columns that we know: others may come before it, of notes or of pictures."""
    misses = [UnreadableFile("empty_file", "There are no records in the file.")]
    for sheet, rows in enumerate(sheet_openings(stream)):
        try:
            return replace(_by_header(iter(rows), layouts, kind="xlsx"), sheet=sheet)
        except UnreadableFile as miss:
            misses.append(miss)
    raise next((miss for miss in misses if miss.code != "empty_file"), misses[0])


def _detect_text(stream: BinaryIO, layouts: Sequence[Layout]) -> Detected:
    encoding = encoding_of(stream)
    first = _first_line(stream, encoding)
    if first.startswith("{"):
        native = next((layout for layout in layouts if layout.name == "native"), None)
        if native is None:
            raise UnreadableFile("unknown_columns", "JSON Lines files are read in the native format only.")
        # A line says for itself which columns it has, so that any may name a parent.
        return Detected("jsonl", native, ("parent_sku",), encoding=encoding)
    if first.startswith("["):
        raise UnreadableFile("not_json_lines", "This is a JSON array. Send one object a line (.jsonl).")
    guesses = [_guess(stream, delimiter, encoding, layouts) for delimiter in DELIMITERS]
    if found := next((guess for guess in guesses if guess), None):
        return found
    raise _unknown(first)


def _first_line(stream: BinaryIO, encoding: str) -> str:
    try:
        return next((line.strip() for line in Lines(opened(stream, encoding)) if line.strip()), "")
    except OverlongLine:
        message = f"Its first line has over {LONGEST_RECORD} characters. Is this a product file?"
        raise UnreadableFile("not_text", message) from None


def _guess(stream: BinaryIO, delimiter: str, encoding: str, layouts: Sequence[Layout]) -> Detected | None:
    rows = iter(_csv_rows(stream, delimiter, encoding))
    try:
        return replace(_by_header(rows, layouts, kind="csv"), delimiter=delimiter, encoding=encoding)
    except UnreadableFile:
        return None


def _by_header(rows: Rows, layouts: Sequence[Layout], *, kind: Kind) -> Detected:
    for item in islice(rows, 100):
        if isinstance(item, RowError):
            continue
        cells = [cell.strip() for cell in item[1]]
        if any(cells) and not cells[0].lower().startswith("sep="):
            return _recognised(kind, cells, item[0], layouts)
    raise UnreadableFile("empty_file", "There are no records in the file.")


def _recognised(kind: Kind, cells: Sequence[str], row: int, layouts: Sequence[Layout]) -> Detected:
    header = [column(cell) for cell in cells]
    if any("\x00" in name or undecodable(name) for name in header):
        raise UnreadableFile("not_text", "Its header is not text in an encoding that we know.")
    for layout in layouts:
        if layout.headless and layout.knows(cells):
            return Detected(kind, layout, tuple(layout.headless))
        if not layout.headless and layout.knows(header):
            return Detected(kind, layout, tuple(layout.renamed(header)), header_row=row)
    raise _unknown(", ".join(cells))


def _csv_rows(stream: BinaryIO, delimiter: str, encoding: str) -> CsvRows:
    return CsvRows(Lines(opened(stream, encoding)), delimiter)


def _unknown(first: str) -> UnreadableFile:
    wanted = "Ours are name, description, price, currency, sku, stock, categories, images."
    return UnreadableFile("unknown_columns", f"The columns are none that we know: {first[:200]!r}. {wanted}")
