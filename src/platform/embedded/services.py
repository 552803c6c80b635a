"""PostgreSQL and Valkey for a command: those named in the settings, those of a running shop, or embedded ones."""

import asyncio
from collections.abc import Mapping

from src.platform.embedded.datafolder import DataFolder
from src.platform.embedded.postgres import OWNER, SHOP, Postgres
from src.platform.embedded.supervisor import Supervisor
from src.platform.embedded.valkey import Valkey

STOP_ORDER = ("valkey", "postgres")


async def start_embedded(
    data: DataFolder, supervisor: Supervisor, given: Mapping[str, str], *, scratch: bool = False
) -> dict[str, str]:
    """Start what the settings do not name, side by side, and return the settings with their addresses."""
    found = await asyncio.gather(
        _start_postgres(Postgres(data, scratch), supervisor) if "DATABASE_URL" not in given else _nothing(),
        _start_valkey(Valkey(data, scratch), supervisor) if "CACHE_URL" not in given else _nothing(),
    )
    return {name: value for addresses in found for name, value in addresses.items()}


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


async def _nothing() -> dict[str, str]:
    return {}
