"""Lines of CSV that a spreadsheet shows and never runs."""

import csv
import io
import re
from collections.abc import Iterable

# What begins like this is a formula to a spreadsheet (OWASP, "CSV Injection"), or already has our apostrophe.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """With an apostrophe before what would run as a formula. Our importer takes it away again."""
    return f"'{text}" if _FORMULA.match(text) else text


def csv_line(cells: Iterable[str]) -> str:
    """One record (RFC 4180)."""
    line = io.StringIO()
    csv.writer(line).writerow([guarded(cell) for cell in cells])
    return line.getvalue()
