"""From bytes to lines: which encoding, and lines that cannot eat the memory."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from src.modules.catalog.importing.goods import UnreadableFile
from src.modules.catalog.importing.legacy import legacy_encoding
from src.modules.catalog.importing.records import LONGEST_RECORD

_CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


class OverlongLine(Exception):
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


def opened(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """The stream as text, from its start. Broken bytes become surrogates in UTF-8, question marks elsewhere."""
    stream.seek(0)
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    return io.TextIOWrapper(io.BufferedReader(_Unclosed(stream), _CHUNK), encoding, errors=errors, newline=None)


def encoding_of(stream: BinaryIO) -> str:
    """The encoding that the bytes show. Raises UnreadableFile for what is no text."""
    stream.seek(0)
    start = stream.read(4096)
    if not start:
        raise UnreadableFile("empty_file", "The file is empty.")
    if found := _marked(start) or _wide(start):
        return found
    if len(_CONTROLS.findall(start)) > len(start) // 20:
        raise UnreadableFile("not_text", "This is not a text file. Send .csv, .jsonl or .xlsx.")
    if _is_utf8(stream) or _is_mostly_utf8(stream):
        return "utf-8"
    stream.seek(0)
    return legacy_encoding(iter(lambda: stream.readline(_CHUNK), b""))


def _marked(start: bytes) -> str | None:
    return next((encoding for bom, encoding in _BOMS if start.startswith(bom)), None)


def _wide(start: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is NUL."""
    pairs = len(start) // 2
    if pairs and start[1::2].count(0) > pairs * 0.6:
        return "utf-16-le"
    if pairs and start[0::2].count(0) > pairs * 0.6:
        return "utf-16-be"
    return None


def _is_utf8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(stream):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(stream: BinaryIO) -> bool:
    """Whether most bytes beyond ASCII are UTF-8's: one broken byte must not turn all other rows to gibberish."""
    valid = broken = 0
    for chunk in _chunks(stream):
        sequences = _MULTIBYTE.findall(chunk)
        valid += len(sequences)
        broken += len(_HIGH.findall(chunk)) - sum(map(len, sequences))
    return valid >= broken


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    return iter(lambda: stream.read(_CHUNK), b"")


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
