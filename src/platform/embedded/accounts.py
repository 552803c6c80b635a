"""Whom PostgreSQL runs as. It refuses to be root, so root lends it an ordinary account of the machine."""

import os
import pwd
import shutil
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

# Present on nearly every Unix, in this order of fitness.
CANDIDATES = ("postgres", "nobody", "daemon")


@dataclass(frozen=True)
class Account:
    """An account of the machine. `reach`: it needs help to pass through folders closed to it."""

    uid: int
    gid: int
    reach: bool = False

    def __str__(self) -> str:
        return f"{self.uid}:{self.gid}" + (":reach" if self.reach else "")

    def own(self, place: Path) -> None:
        """Give a file, or a folder and all in it, to this account, unless it has it already."""
        if place.stat().st_uid == self.uid:
            return
        for path in (*place.rglob("*"), place):
            shutil.chown(path, self.uid, self.gid)


def unprivileged(*paths: Path) -> Account | None:
    """The account for PostgreSQL, which must get at all `paths`; None: the one that we already have."""
    if os.geteuid() != 0:
        return None
    entries = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    entry = next((entries[name] for name in CANDIDATES if name in entries), None) or next(iter(entries.values()))
    closed = any(not _is_open(path) for path in paths)
    return Account(entry.pw_uid, entry.pw_gid, reach=closed and sys.platform == "linux")


def _is_open(path: Path) -> bool:
    """Whether everybody may pass through all folders above `path`."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents if folder.exists())
