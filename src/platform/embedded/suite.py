"""Runs the test suite against a PostgreSQL and a Valkey made for this run alone."""

import asyncio
import os
import signal
import sys
import tempfile
from pathlib import Path

from src.platform.embedded.datafolder import DataFolder
from src.platform.embedded.foreground import run_in_foreground
from src.platform.embedded.journal import Journal
from src.platform.embedded.refusals import CannotStart
from src.platform.embedded.services import STOP_ORDER, start_embedded
from src.platform.embedded.supervisor import Supervisor

# Tests decide about every setting themselves: what the developer's shell or .env says must not reach them.
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "src.platform.settings",
    "SECRET_KEY": "tests-only-" + "0" * 40,
    "JWT_SIGNING_KEY": "tests-only-" + "1" * 40,
    "TEST_GATEWAY_SECRET": "tests-only-" + "2" * 40,
    "TEST_GATEWAY": "true",
}


# The whole suite runs in several processes, each with its own databases; a chosen part is faster without. More than two
# on two cores: tests wait as much as they work.
PROCESSES = min(max(os.cpu_count() or 1, 4), 8)
IN_PARALLEL = ("-n", str(PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder")


async def run_suite(arguments: list[str]) -> int:
    """Run pytest and return its exit code."""
    with tempfile.TemporaryDirectory(prefix="mercer-test-", ignore_cleanup_errors=True) as scratch:
        Path(scratch).chmod(0o711)
        data = DataFolder(Path(scratch))
        supervisor = Supervisor(data, Journal())
        try:
            addresses = await start_embedded(data, supervisor, {}, scratch=True)
            return await run_in_foreground(
                [sys.executable, "-m", "pytest", *parallel(arguments), *arguments], environment(data, addresses)
            )
        finally:
            await supervisor.stop(*STOP_ORDER)


def parallel(arguments: list[str]) -> tuple[str, ...]:
    """The options that spread a run of everything; none where the caller chose what to run, or how."""
    chosen = any(
        not argument.startswith("-") or argument.startswith(("-n", "-k", "-m", "-p")) for argument in arguments
    )
    return () if chosen else IN_PARALLEL


def environment(data: DataFolder, addresses: dict[str, str]) -> dict[str, str]:
    """The environment of the tests: they work as the owner, and get the shop's own role beside it."""
    shop, owner = addresses["DATABASE_URL"], addresses["DATABASE_OWNER_URL"]
    roles = {"DATABASE_URL": owner, "DATABASE_OWNER_URL": owner, "DATABASE_DIRECT_URL": owner}
    places = {"DATA_DIR": str(data.root), "CACHE_URL": addresses["CACHE_URL"], "TEST_APP_DATABASE_URL": shop}
    return os.environ | SETTINGS | roles | places


def main() -> int:
    """The exit code of pytest; 2 with one line where the services cannot start."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return asyncio.run(run_suite(sys.argv[1:]))
    except CannotStart as refusal:
        sys.stderr.write(f"mercer: {refusal}\n")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
