"""The data folder: everything that the shop keeps on this machine, and who is using it.

secrets.json    keys and passwords, made once (0600)       postgres/  valkey/  the databases
running.json    settings of the shop that is running       static/  media/  mail/
processes.json  what was started, to be ended if orphaned  serve.lock  services.lock  users.lock
"""

import fcntl
import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

from src.platform.embedded.refusals import CannotStart

# A socket's address holds about 107 bytes (macOS: 103), file name included.
LONGEST_SOCKET_FOLDER = 80


class DataFolder:
    """A data folder, made where it is missing."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        try:
            # Others may pass through (PostgreSQL runs as another user under root) but not look around.
            self.root.mkdir(mode=0o711, parents=True, exist_ok=True)
        except OSError as error:
            raise CannotStart(f"data folder {self.root}: {error.strerror}.") from error

    def folder(self, name: str, mode: int = 0o711) -> Path:
        """A folder in here."""
        path = self.root / name
        path.mkdir(mode=mode, parents=True, exist_ok=True)
        return path

    def secret(self, name: str) -> str:
        """The secret of this name, made at the first question."""
        known = self.recall("secrets.json")
        if name not in known:
            known[name] = secrets.token_urlsafe(48)
            self.remember("secrets.json", known)
        return known[name]

    def sockets(self) -> Path:
        """A folder for sockets whose address is short enough: in here, else in the system's temporary folder."""
        here = self.root / "run"
        if len(os.fsencode(here)) <= LONGEST_SOCKET_FOLDER:
            return self.folder("run")
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        place = Path(tempfile.gettempdir()) / f"mercer-{os.geteuid()}-{digest}"
        place.mkdir(mode=0o711, exist_ok=True)
        # The name can be guessed, so somebody else may have made it first.
        if place.is_symlink() or place.stat().st_uid != os.geteuid():
            raise CannotStart(f"{place} belongs to somebody else; remove it, or choose a shorter --data-dir.")
        return place

    def remember(self, name: str, content: Mapping[str, str]) -> None:
        """Write a small private file, whole or not at all."""
        draft = self.root / f".{name}.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(content, indent=1))
        draft.replace(self.root / name)

    def recall(self, name: str) -> dict[str, str]:
        """What was remembered under this name; empty when nothing was."""
        try:
            content: dict[str, str] = json.loads((self.root / name).read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return content

    def forget(self, name: str) -> None:
        """Remove what was remembered."""
        (self.root / name).unlink(missing_ok=True)

    def lock(self, name: str, *, shared: bool = False) -> "Lock":
        """A lock that ends with its holder, however that ends."""
        return Lock(self.root / name, shared=shared)


class Lock:
    """A lock on a file. Not held until `taken()` says so."""

    def __init__(self, path: Path, *, shared: bool) -> None:
        # For as long as this process lives: closing it would give the lock away.
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        self._mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX

    def taken(self) -> bool:
        """Try to take it, without waiting."""
        try:
            fcntl.flock(self._file, self._mode | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def keep_across_exec(self) -> None:
        """Hold it for the program that this process becomes, too."""
        os.set_inheritable(self._file, True)

    def release(self) -> None:
        """Let others have it."""
        fcntl.flock(self._file, fcntl.LOCK_UN)
