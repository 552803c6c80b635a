"""Whether the database, the static files and the demo were made ready by this very code and these settings."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from src.platform.embedded.datafolder import DataFolder
from src.platform.embedded.shop_settings import ROOT

FOLDERS = ("src", "api_versions")
FILES = ("uv.lock", "manage.py")


def is_prepared(data: DataFolder, settings: Mapping[str, str], *, demo: bool) -> bool:
    """Whether nothing has changed since `mark_prepared`."""
    mark = _mark(data)
    return mark.exists() and mark.read_text() == _fingerprint(settings, demo=demo)


def mark_prepared(data: DataFolder, settings: Mapping[str, str], *, demo: bool) -> None:
    """Remember that all is ready."""
    _mark(data).write_text(_fingerprint(settings, demo=demo))


def _mark(data: DataFolder) -> Path:
    """Beside the cluster, so that it goes when somebody removes the database."""
    return data.folder("postgres") / "prepared"


def _fingerprint(settings: Mapping[str, str], *, demo: bool) -> str:
    digest = hashlib.sha256(repr((sorted(settings.items()), demo)).encode())
    for path in _sources():
        state = path.stat()
        digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield from (ROOT / name for name in FILES)
    for folder in FOLDERS:
        yield from sorted(path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc")
