"""What kind of file it is, and whose, by what is in it; its name and extension may say anything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Literal, TypeAlias

from src.modules.catalog.importing.csv_rows import DELIMITERS, CsvRows
from src.modules.catalog.importing.goods import RowError, UnreadableFile
from src.modules.catalog.importing.jsonl_rows import jsonl_records
from src.modules.catalog.importing.layouts import LAYOUTS, Layout
from src.modules.catalog.importing.records import LONGEST_RECORD, Record, column, records
from src.modules.catalog.importing.text import Lines, OverlongLine, opened
from src.modules.catalog.importing.workbook_rows import workbook_rows

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
    """How to read a file. `skipped` records stand before its first one with data (header included)."""

    kind: Kind
    layout: Layout
    header: tuple[str, ...] = ()
    delimiter: str = ""
    skipped: int = 0


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
    if start.startswith(b"PK"):
        return _by_header("xlsx", "", workbook_rows(stream), layouts)
    return _detect_text(stream, layouts)


def read_records(stream: BinaryIO, found: Detected) -> Iterator[Record | RowError]:
    """All records from the start of the stream, numbered so that the header (if there is one) is row 1."""
    if found.kind == "jsonl":
        return jsonl_records(Lines(opened(stream)))
    rows = workbook_rows(stream) if found.kind == "xlsx" else iter(_csv_rows(stream, found.delimiter))
    return records(found.header, _numbered(rows, found))


def _numbered(rows: Rows, found: Detected) -> Rows:
    shift = 0 if found.layout.headless else found.skipped - 1
    for item in islice(rows, found.skipped, None):
        if isinstance(item, RowError):
            yield RowError(item.row - shift, item.field, item.code, item.message, item.value)
        else:
            yield item[0] - shift, item[1]


def _detect_text(stream: BinaryIO, layouts: Sequence[Layout]) -> Detected:
    first = _first_line(stream)
    if first.startswith("{"):
        native = next((layout for layout in layouts if layout.name == "native"), None)
        if native is None:
            raise UnreadableFile("unknown_columns", "JSON Lines files are read in the native format only.")
        # A line says for itself which columns it has, so that any may name a parent.
        return Detected("jsonl", native, ("parent_sku",))
    if first.startswith("["):
        raise UnreadableFile("not_json_lines", "This is a JSON array. Send one object a line (.jsonl).")
    guesses = [_guess(stream, delimiter, layouts) for delimiter in DELIMITERS]
    if found := next((guess for guess in guesses if guess), None):
        return found
    raise _unknown(first)


def _first_line(stream: BinaryIO) -> str:
    try:
        return next((line.strip() for line in Lines(opened(stream)) if line.strip()), "")
    except OverlongLine:
        message = f"Its first line has over {LONGEST_RECORD} characters. Is this a product file?"
        raise UnreadableFile("not_text", message) from None


def _guess(stream: BinaryIO, delimiter: str, layouts: Sequence[Layout]) -> Detected | None:
    try:
        return _by_header("csv", delimiter, iter(_csv_rows(stream, delimiter)), layouts)
    except UnreadableFile:
        return None


def _by_header(kind: Kind, delimiter: str, rows: Rows, layouts: Sequence[Layout]) -> Detected:
    for skipped, item in enumerate(islice(rows, 100), start=1):
        cells = [] if isinstance(item, RowError) else [cell.strip() for cell in item[1]]
        if any(cells) and not cells[0].lower().startswith("sep="):
            return _recognised(kind, delimiter, cells, skipped, layouts)
    raise UnreadableFile("empty_file", "There are no records in the file.")


def _recognised(kind: Kind, delimiter: str, cells: Sequence[str], skipped: int, layouts: Sequence[Layout]) -> Detected:
    header = [column(cell) for cell in cells]
    for layout in layouts:
        if layout.headless and layout.knows(cells):
            return Detected(kind, layout, tuple(layout.headless), delimiter, skipped - 1)
        if not layout.headless and layout.knows(header):
            return Detected(kind, layout, tuple(layout.renamed(header)), delimiter, skipped)
    raise _unknown(delimiter.join(cells))


def _csv_rows(stream: BinaryIO, delimiter: str) -> CsvRows:
    return CsvRows(Lines(opened(stream)), delimiter)


def _unknown(first: str) -> UnreadableFile:
    wanted = "Ours are name, description, price, currency, sku, stock, categories, images."
    return UnreadableFile("unknown_columns", f"The columns are none that we know: {first[:200]!r}. {wanted}")
