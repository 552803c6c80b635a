"""PostgreSQL and Valkey for a command: those named in the settings, those of a running shop, or embedded ones."""

import asyncio
import time
from collections.abc import Mapping

from src.platform.embedded.datafolder import DataFolder, Lock
from src.platform.embedded.external import cache_addresses, database_addresses
from src.platform.embedded.journal import Journal
from src.platform.embedded.postgres import OWNER, SHOP, Postgres
from src.platform.embedded.refusals import CannotStart
from src.platform.embedded.supervisor import Supervisor
from src.platform.embedded.valkey import Valkey

STOP_ORDER = ("valkey", "postgres")
# Who holds the first runs the services of a data folder; who uses another's services holds the second, shared.
RUNNING, USING = "services.lock", "users.lock"
SETTINGS = "running.json"
LONGEST_WAIT = 60


async def claim(data: DataFolder, journal: Journal) -> Lock:
    """The right to run the services of a data folder, waiting for a command that runs them at the moment."""
    lock = data.lock(RUNNING)
    for attempt in range(LONGEST_WAIT * 20):
        if lock.taken():
            return lock
        if attempt == 20:
            journal.say("waiting for a scripts/manage command that uses this data folder")
        await asyncio.sleep(0.05)
    raise CannotStart(f"data folder {data.root} is in use by a scripts/manage command; end that first.")


def join_or_claim(data: DataFolder) -> Lock | dict[str, str]:
    """The settings of the services that run, kept alive for this process; else the right to run them."""
    running, using = data.lock(RUNNING), data.lock(USING, shared=True)
    for _ in range(LONGEST_WAIT * 20):
        if running.taken():
            return running
        if using.taken():
            if settings := data.recall(SETTINGS):
                using.keep_across_exec()
                return settings
            # They are just being started, or being stopped by one who waits for this lock.
            using.release()
        time.sleep(0.05)
    raise CannotStart(f"the services of data folder {data.root} were not there after {LONGEST_WAIT} s.")


async def until_unused(data: DataFolder) -> None:
    """Another command may have joined our services meanwhile: let it end first."""
    users = data.lock(USING)
    while not users.taken():
        await asyncio.sleep(0.05)


async def start_embedded(
    data: DataFolder, supervisor: Supervisor, given: Mapping[str, str], *, scratch: bool = False
) -> dict[str, str]:
    """Start what the settings do not name, side by side, and return the addresses of all. Raises CannotStart."""
    database, cache = await asyncio.gather(
        _start_postgres(Postgres(data, scratch), supervisor)
        if "DATABASE_URL" not in given
        else asyncio.to_thread(database_addresses, data, given, supervisor.journal),
        _start_valkey(Valkey(data, scratch), supervisor)
        if "CACHE_URL" not in given
        else asyncio.to_thread(cache_addresses, given),
    )
    return database | cache


async def _start_postgres(postgres: Postgres, supervisor: Supervisor) -> dict[str, str]:
    process = supervisor.start(await asyncio.to_thread(postgres.program))
    # Long: after a crash it first replays its log.
    await supervisor.wait_until(postgres.answers, process, seconds=60)
    await asyncio.to_thread(postgres.make_roles)
    owner, shop = postgres.url(OWNER), postgres.url(SHOP)
    return {"DATABASE_URL": shop, "DATABASE_OWNER_URL": owner, "DATABASE_DIRECT_URL": shop}


async def _start_valkey(valkey: Valkey, supervisor: Supervisor) -> dict[str, str]:
    process = supervisor.start(valkey.program())
    await supervisor.wait_until(valkey.answers, process, seconds=30)
    return {"CACHE_URL": valkey.url()}
