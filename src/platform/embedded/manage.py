"""`scripts/manage`: Django's commands against the running shop's services, or ones of their own for the time being."""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

from src.platform.embedded import orphans
from src.platform.embedded.datafolder import DataFolder, Lock
from src.platform.embedded.foreground import run_in_foreground
from src.platform.embedded.journal import Journal
from src.platform.embedded.refusals import CannotStart
from src.platform.embedded.serve import data_dir
from src.platform.embedded.services import SETTINGS, STOP_ORDER, join_or_claim, start_embedded, until_unused
from src.platform.embedded.shop_settings import given_settings, setting_names, shop_settings
from src.platform.embedded.supervisor import Supervisor, end_orphans

LOOPBACK = "127.0.0.1"


def main() -> int:
    """The exit code of the command; 2 with one line where there are no services for it."""
    command = [sys.executable, "manage.py", *sys.argv[1:]]
    try:
        data = DataFolder(data_dir())
        held = join_or_claim(data)
        if isinstance(held, Lock):
            return asyncio.run(_with_own_services(data, command))
        return _with_services_of(held, data, command)
    except CannotStart as refusal:
        sys.stderr.write(f"mercer: {refusal}\n")
        return 2


def _with_services_of(running: Mapping[str, str], data: DataFolder, command: Sequence[str]) -> NoReturn:
    # What is set for this one command goes before what the shop was started with.
    os.environ.update({**running, **os.environ, "DATA_DIR": str(data.root)})
    os.execv(sys.executable, list(command))


async def _with_own_services(data: DataFolder, command: Sequence[str]) -> int:
    end_orphans(data)
    given, journal = given_settings(), Journal()
    supervisor = Supervisor(data, journal)
    orphans.adopt()
    settings = shop_settings(data, given, host=LOOPBACK, url=f"http://{LOOPBACK}:8000", demo=True)
    try:
        environment = settings | await start_embedded(data, supervisor, given)
        data.remember(SETTINGS, {name: environment[name] for name in setting_names(environment)})
        return await run_in_foreground(command, environment)
    finally:
        await until_unused(data)
        data.forget(SETTINGS)
        await supervisor.stop(*STOP_ORDER)
        orphans.end_adopted()


if __name__ == "__main__":
    sys.exit(main())
