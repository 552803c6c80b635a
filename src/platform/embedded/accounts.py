"""Whom PostgreSQL runs as. It refuses to be root, so root lends it an ordinary account of the machine."""

import os
import pwd
import stat
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from signal import SIGTERM

from src.platform.embedded.refusals import CannotStart

LAUNCH = Path(__file__).with_name("launch.py")

# Present on nearly every Unix, in this order of fitness.
CANDIDATES = ("postgres", "nobody", "daemon")


@dataclass(frozen=True)
class Account:
    """An account of the machine. `mapped`: only its name is borrowed, the files remain root's (see launch.py)."""

    uid: int
    gid: int
    mapped: bool = False

    def __str__(self) -> str:
        return f"{self.uid}:{self.gid}" + (":mapped" if self.mapped else "")

    def own(self, place: Path) -> None:
        """Give a file, or a folder and all in it, to this account, unless it has it already."""
        uid, gid = (0, 0) if self.mapped else (self.uid, self.gid)
        if place.stat().st_uid == uid:
            return
        for path in (*place.rglob("*"), place):
            os.chown(path, uid, gid, follow_symlinks=False)


def unprivileged(*paths: Path) -> Account | None:
    """The account for PostgreSQL, which must get at all `paths`; None: the one that we already have."""
    if os.geteuid() != 0:
        return None
    entries = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    entry = next((entries[name] for name in CANDIDATES if name in entries), None) or next(iter(entries.values()))
    account = Account(entry.pw_uid, entry.pw_gid)
    closed = next((path for path in paths if not _is_open(path)), None)
    if closed is None:
        return account
    if not _can_be_mapped(account):
        raise CannotStart(
            f"PostgreSQL does not run as root, and {entry.pw_name} cannot reach {closed}:"
            " run the shop as an ordinary user, or keep the clone and the data folder where all may pass, as in /srv."
        )
    return Account(entry.pw_uid, entry.pw_gid, mapped=True)


def _is_open(path: Path) -> bool:
    """Whether everybody may pass through all folders above `path`."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents if folder.exists())


@cache
def _can_be_mapped(account: Account) -> bool:
    """Whether this machine lets root make user namespaces. Some containers do not."""
    tied = [sys.executable, "-I", "-S", str(LAUNCH), str(os.getpid()), str(int(SIGTERM)), f"{account}:mapped"]
    probe = subprocess.run([*tied, sys.executable, "-c", ""], check=False, capture_output=True)
    return sys.platform == "linux" and probe.returncode == 0
