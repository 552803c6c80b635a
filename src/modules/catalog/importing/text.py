"""From bytes to lines: which encoding, and lines that cannot eat the memory."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from src.modules.catalog.importing.goods import UnreadableFile
from src.modules.catalog.importing.records import LONGEST_RECORD

_CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


class OverlongLine(Exception):  # noqa: N818
    """A line longer than any honest record; the rest of it was passed over."""


class Lines:
    """The lines of a text, one at a time. Raises OverlongLine for one that is too long, and goes on after it."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_RECORD)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_RECORD and not line.endswith("\n"):
            self._pass_over()
            raise OverlongLine
        return line

    def _pass_over(self) -> None:
        while (rest := self._text.readline(LONGEST_RECORD)) and not rest.endswith("\n"):
            pass


def opened(stream: BinaryIO) -> io.TextIOWrapper:
    """The stream as text from its start, in the encoding that its bytes show. Broken bytes become surrogates."""
    encoding = _encoding(stream)
    stream.seek(0)
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    return io.TextIOWrapper(io.BufferedReader(_Unclosed(stream), _CHUNK), encoding, errors=errors, newline=None)


def _encoding(stream: BinaryIO) -> str:
    stream.seek(0)
    start = stream.read(4096)
    if not start:
        raise UnreadableFile("empty_file", "The file is empty.")
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return encoding
    return _wide(start) or _narrow(stream, start)


def _wide(start: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is NUL."""
    pairs = len(start) // 2
    if pairs and start[1::2].count(0) > pairs * 0.6:
        return "utf-16-le"
    if pairs and start[0::2].count(0) > pairs * 0.6:
        return "utf-16-be"
    return None


def _narrow(stream: BinaryIO, start: bytes) -> str:
    """UTF-8, or Windows-1252 where most of the bytes beyond ASCII are none of UTF-8's.

    Asked of the whole file, because one broken byte in its last row must not turn all the others to gibberish.
    """
    if len(_CONTROLS.findall(start)) > len(start) // 20:
        raise UnreadableFile("not_text", "This is not a text file. Send .csv, .jsonl or .xlsx.")
    valid = broken = 0
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        if chunk.isascii():
            continue
        sequences = _MULTIBYTE.findall(chunk)
        valid += len(sequences)
        broken += len(_HIGH.findall(chunk)) - sum(map(len, sequences))
    return "cp1252" if broken > valid else "utf-8"


class _Unclosed(io.RawIOBase):
    """Lets the text wrapper go without closing a stream that is the caller's."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
