"""The embedded PostgreSQL: made once, configured at each start, reached by a unix socket only."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT
from urllib.parse import quote

import psutil
import psycopg

from src.platform.embedded import binaries, cluster
from src.platform.embedded.accounts import LAUNCH, unprivileged
from src.platform.embedded.datafolder import DataFolder
from src.platform.embedded.process import Program
from src.platform.embedded.refusals import CannotStart

DATABASE = "mercer"
SUPERUSER, OWNER, SHOP = "postgres", "mercer_owner", "mercer_app"


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL of our own in a data folder. `scratch`: fast and forgetful, for tests."""

    data: DataFolder
    scratch: bool = False

    def program(self) -> Program:
        """Make the cluster ready to start. Raises CannotStart if it is another version's."""
        folder = binaries.postgres_folder()
        account = unprivileged(folder, self._home)
        self.sockets.mkdir(mode=0o711, parents=True, exist_ok=True)
        if account:
            account.own(self.sockets)
        if not (self._cluster / "PG_VERSION").exists():
            self._create(folder)
        self._check_version(binaries.postgres_major(folder))
        cluster.configure(self._cluster, self.sockets, scratch=self.scratch)
        if account:
            account.own(self._cluster)
        return Program(
            name="postgres", command=[str(folder / "postgres"), "-D", str(self._cluster)],
            environment=_plain_environment(), account=account, stop_signal=SIGINT, patience=3.0, quiet=True,
            before_start=self._end_leftovers,
        )  # fmt: skip

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address for a role, as libpq reads it."""
        return f"postgresql://{role}:{self._password(role)}@/{database}?host={quote(str(self.sockets), safe='')}"

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def make_roles(self) -> None:
        """The owner of the tables and the shop's own role, which owns nothing, and the database. Safe to repeat."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            passwords = {role: self._password(role) for role in (OWNER, SHOP)}
            cluster.make_roles(connection, DATABASE, passwords, may_create_databases=self.scratch)
            if self.scratch:  # tests empty tables whose rows nobody may delete
                connection.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")

    @property
    def sockets(self) -> Path:
        """The folder of its socket."""
        return self.data.sockets() / "pg"

    @property
    def _home(self) -> Path:
        return self.data.folder("postgres")

    @property
    def _cluster(self) -> Path:
        return self._home / "data"

    def _password(self, role: str) -> str:
        return self.data.secret(f"password of {role}")

    def _create(self, folder: Path) -> None:
        """Run initdb into a draft and put it in place only when complete: a half-made cluster is never kept."""
        draft, password = self._home / "draft", self._home / "password"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password.touch(mode=0o600)
        password.write_text(self._password(SUPERUSER))
        account = unprivileged(folder, self._home)
        if account:
            account.own(draft)
            account.own(password)
        user = str(account) if account else "-"
        options = cluster.initdb_options(binaries.postgres_major(folder), password, scratch=self.scratch)
        tied = [sys.executable, "-I", "-S", str(LAUNCH), str(os.getpid()), str(int(SIGINT)), user]
        done = subprocess.run(
            [*tied, str(folder / "initdb"), "-D", str(draft), "-U", SUPERUSER, *options],
            env=_plain_environment(), capture_output=True, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        password.unlink()
        if done.returncode:
            raise CannotStart(f"PostgreSQL could not be set up: {_last_line(done.stderr or done.stdout)}")
        draft.rename(self._cluster)

    def _check_version(self, major: int) -> None:
        made_by = (self._cluster / "PG_VERSION").read_text().strip()
        if made_by != str(major):
            raise CannotStart(
                f"data folder {self.data.root} was made by PostgreSQL {made_by}, but this is PostgreSQL {major}:"
                " take another --data-dir, or move the data with pg_dump."
            )

    async def _end_leftovers(self) -> None:
        """After a kill of the main process its children may still hold the cluster: it would refuse to start."""
        leftovers = [process for process in psutil.process_iter(["cwd"]) if process.info["cwd"] == str(self._cluster)]
        for process in leftovers:
            process.kill()
        psutil.wait_procs(leftovers, timeout=3)
        (self._cluster / "postmaster.pid").unlink(missing_ok=True)


def _plain_environment() -> Mapping[str, str]:
    """No PG* variable of the operator's may reach the embedded server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _last_line(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (errors or lines or ["no reason given"])[-1]
