"""Records of a CSV file, with a way on after a damaged one."""

import csv
from collections.abc import Iterator

from src.modules.catalog.importing.goods import RowError, UnreadableFile
from src.modules.catalog.importing.records import LONGEST_RECORD, MOST_COLUMNS
from src.modules.catalog.importing.text import Lines, OverlongLine

DELIMITERS = ",;\t|"
MOST_DAMAGE = 1_000

csv.field_size_limit(LONGEST_RECORD)


class CsvRows:
    """Numbered records. Where a quote is never closed, only the line that opened it is given up."""

    def __init__(self, lines: Lines, delimiter: str) -> None:
        self._lines, self._delimiter = lines, delimiter
        self._again: list[str] = []
        self._taken: list[str] = []
        self._size = 0
        self._ended = False
        self._reader = self._fresh_reader()

    def __iter__(self) -> Iterator[tuple[int, list[str]] | RowError]:
        row = damaged = 0
        while True:
            row += 1
            try:
                cells = self._next()
            except StopIteration:
                return
            except OverlongLine:
                yield RowError(row, "", "record_too_long", f"A line has over {LONGEST_RECORD} characters.")
                self._give_up_first_line()
            except csv.Error:
                yield RowError(row, "", "unclosed_quote", "A quote is opened and never closed.", self._taken[0].strip())
                self._give_up_first_line()
            else:
                yield (row, cells)
                continue
            damaged += 1
            if damaged > MOST_DAMAGE:
                raise UnreadableFile("too_damaged", f"Over {MOST_DAMAGE} records are damaged. Is this a CSV file?")

    def _next(self) -> list[str]:
        self._taken.clear()
        self._size = 0
        self._ended = False
        cells = next(self._reader)
        if self._ended and self._taken:
            raise csv.Error("the file ends inside quotes")
        return cells if len(cells) <= MOST_COLUMNS else cells[: MOST_COLUMNS + 1]

    def _fresh_reader(self) -> Iterator[list[str]]:
        return csv.reader(self._feed(), delimiter=self._delimiter)

    def _feed(self) -> Iterator[str]:
        while True:
            line = self._again.pop() if self._again else next(self._lines, None)
            if line is None:
                self._ended = True
                return
            self._size += len(line)
            self._taken.append(line)
            if self._size > LONGEST_RECORD:
                raise csv.Error("longer than any honest record")
            yield line

    def _give_up_first_line(self) -> None:
        self._again.extend(reversed(self._taken[1:]))
        self._reader = self._fresh_reader()
