"""`scripts/serve`: the whole shop on one machine, from an empty folder to `ready`, and to a clean stop."""

import argparse
import asyncio
import contextlib
import http.client
import json
import os
import shutil
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from src.platform.embedded import orphans, programs
from src.platform.embedded.datafolder import DataFolder, Lock
from src.platform.embedded.door import Door
from src.platform.embedded.journal import Journal
from src.platform.embedded.prepared import is_prepared, mark_prepared
from src.platform.embedded.process import Process, Program
from src.platform.embedded.refusals import CannotStart
from src.platform.embedded.services import SETTINGS, STOP_ORDER, claim, start_embedded
from src.platform.embedded.shop_settings import ROOT, given_settings, setting_names, shop_settings
from src.platform.embedded.supervisor import Supervisor, end_orphans

# What a stop does, in this order: nobody new comes in and running requests end, then web, then the databases.
STOP = (("door", "stream", "worker", "relay", "prepare"), ("web",), STOP_ORDER)
SECONDS_TO_READY = 60


@dataclass(frozen=True)
class Options:
    """What the command line says."""

    host: str
    port: int
    data_dir: Path
    demo: bool


class Shop:
    """One run of the shop."""

    def __init__(self, options: Options, journal: Journal) -> None:
        self.options = options
        self.given = given_settings()
        self.data = DataFolder(options.data_dir)
        self.door = Door(self.data, options.host, options.port)
        self.journal = journal
        self.supervisor = Supervisor(self.data, journal)
        # Held as long as the shop runs.
        self._locks: Sequence[Lock] = ()

    async def run(self) -> None:
        """Start, serve until told to stop, stop. Raises CannotStart."""
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        # scripts/bootstrap.py holds signals back until somebody can act on them.
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        told = asyncio.create_task(stop.wait())
        opening = asyncio.create_task(self._open())
        try:
            await asyncio.wait([told, opening], return_when=asyncio.FIRST_COMPLETED)
            if opening.done():
                await opening
                await told
            self.journal.say("stopping")
        finally:
            opening.cancel()
            with contextlib.suppress(asyncio.CancelledError, CannotStart):
                await opening
            await self._close()
        self.journal.say("stopped")

    async def _open(self) -> None:
        self.journal.say(f"data folder {self.data.root}")
        self._locks = await self._take_the_folder()
        self.door.check_port()
        settings = self._settings()
        addresses = await start_embedded(self.data, self.supervisor, self.given)
        environment = settings | addresses
        self.data.remember(SETTINGS, {name: environment[name] for name in setting_names(environment)})
        self.journal.say("PostgreSQL and Valkey answer")
        await self._prepare(environment)
        await self._start(environment)
        self._welcome()

    async def _take_the_folder(self) -> Sequence[Lock]:
        ours = self.data.lock("serve.lock")
        if not ours.taken():
            raise CannotStart(f"data folder {self.data.root} is in use by another scripts/serve.")
        services = await claim(self.data, self.journal)
        end_orphans(self.data)
        return ours, services

    def _settings(self) -> dict[str, str]:
        options = self.options
        return shop_settings(self.data, self.given, host=options.host, url=self.door.url, demo=options.demo)

    async def _prepare(self, environment: Mapping[str, str]) -> None:
        """Migrate, collect, load the demo: skipped where this code did so already in a database of our own."""
        demo = environment.get("DEMO") == "true"
        ours = "DATABASE_URL" not in self.given
        settings = {name: environment[name] for name in setting_names(environment)}
        if ours and is_prepared(self.data, settings, demo=demo):
            return
        self.journal.say("preparing the database, the static files" + (" and the demo shop" if demo else ""))
        process = await self.supervisor.run(programs.prepare(environment, demo=demo))
        if process.exit_code:
            raise CannotStart(process.reason())
        mark_prepared(self.data, settings, demo=demo)

    async def _start(self, environment: Mapping[str, str]) -> None:
        """Start what customers meet first, and the rest once that answers: two cores would only be slower with all."""
        # The counts of the last run's processes: a scrape sees a counter that began anew, as after any restart.
        shutil.rmtree(self.data.root / "metrics", ignore_errors=True)
        front = self._start_all(
            programs.web(self.door, environment),
            self.door.program(self.given.get("TRUSTED_PROXIES", "")),
            programs.stream(self.door, environment),
        )
        await self.supervisor.wait_until(self._is_ready, *front, seconds=SECONDS_TO_READY)
        self._start_all(programs.worker(environment), programs.relay(environment))

    def _start_all(self, *chosen: Program) -> list[Process]:
        self.journal.say("starting " + ", ".join(program.name for program in chosen))
        return [self.supervisor.start(program) for program in chosen]

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection(self.door.near, self.door.port, timeout=10)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _welcome(self) -> None:
        url = self.door.url
        self.journal.say(f"API docs  {url}/api/docs/")
        self.journal.say(f"admin     {url}/admin/")
        for account in _demo_accounts(self.data):
            self.journal.say(f"log in    {account['role']:<9} {account['email']}  {account['password']}")
        self.journal.plain(f"ready {url}")

    async def _close(self) -> None:
        for names in STOP:
            await self.supervisor.stop(*names)
        orphans.end_adopted()
        # Without the locks the settings there are those of another run.
        if self._locks:
            self.data.forget(SETTINGS)


def _demo_accounts(data: DataFolder) -> list[dict[str, str]]:
    try:
        accounts: list[dict[str, str]] = json.loads((data.root / "demo.json").read_text())["accounts"]
    except FileNotFoundError:
        return []
    return accounts


def read_options(arguments: Sequence[str]) -> Options:
    """The options of the command line. Relative folders count from where the command was called."""
    parser = argparse.ArgumentParser(prog="scripts/serve", description="Run the whole shop on this machine.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--data-dir", type=Path, help="where everything is kept (default: DATA_DIR, else .data)")
    parser.add_argument("--no-demo", action="store_true", help="start with an empty shop")
    chosen = parser.parse_args(arguments)
    return Options(chosen.host, chosen.port, data_dir(chosen.data_dir), demo=not chosen.no_demo)


def data_dir(chosen: Path | None = None) -> Path:
    """The data folder: the option, else DATA_DIR, else `.data` in the clone."""
    called_from = Path(os.environ.get("MERCER_CALLED_FROM", "."))
    named = chosen or (Path(value) if (value := given_settings().get("DATA_DIR")) else None)
    return called_from / named.expanduser() if named else ROOT / ".data"


def main() -> int:
    """0 after an ordinary stop; 2 with one line where the shop cannot be started."""
    journal = Journal()
    orphans.adopt()
    try:
        asyncio.run(Shop(read_options(sys.argv[1:]), journal).run())
    except CannotStart as refusal:
        journal.close()
        sys.stderr.write(f"mercer: {refusal}\n")
        return 2
    journal.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
