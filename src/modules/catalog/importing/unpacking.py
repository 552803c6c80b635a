"""Compressed files: what is in them, if it is no more than could have been sent as it is."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from src.modules.catalog.importing.goods import UnreadableFile

MOST_UNPACKED = 200 * 1024 * 1024
_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"


@contextmanager
def unpacked(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream itself or, where that is a .gz, one of what is in it, on disk. Raises UnreadableFile."""
    stream.seek(0)
    packed = stream.read(len(_GZIP)) == _GZIP
    stream.seek(0)
    if not packed:
        yield stream
        return
    with SpooledTemporaryFile(max_size=_CHUNK) as plain:
        _unpack(stream, plain)
        plain.seek(0)
        yield cast(BinaryIO, plain)


def _unpack(stream: BinaryIO, plain: IO[bytes]) -> None:
    try:
        with gzip.GzipFile(fileobj=stream) as packed:
            while chunk := packed.read(_CHUNK):
                if plain.tell() + len(chunk) > MOST_UNPACKED:
                    limit = MOST_UNPACKED // 1024**2
                    raise UnreadableFile("too_large", f"The file unpacks to more than {limit} MB.")
                plain.write(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnreadableFile("damaged_archive", "The .gz archive is damaged. Send the file as it is.") from error
