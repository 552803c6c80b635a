"""Runs a bench again inside services of its own: a scratch PostgreSQL and Valkey, migrated, ended with it."""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path


def with_services(module: str) -> None:
    """`python -m module` with the same arguments, and BENCH_INSIDE in its environment."""
    asyncio.run(_with_services(module))


async def _with_services(module: str) -> None:
    from src.platform.embedded.datafolder import DataFolder
    from src.platform.embedded.journal import Journal
    from src.platform.embedded.services import STOP_ORDER, start_embedded
    from src.platform.embedded.suite import environment
    from src.platform.embedded.supervisor import Supervisor

    with tempfile.TemporaryDirectory(prefix="mercer-bench-", ignore_cleanup_errors=True) as scratch:
        # PostgreSQL runs as another user under root.
        Path(scratch).chmod(0o711)
        data = DataFolder(Path(scratch))
        supervisor = Supervisor(data, Journal())
        try:
            addresses = await start_embedded(data, supervisor, {}, scratch=True)
            env = environment(data, addresses) | {"BENCH_INSIDE": "1", "RATE_LIMIT_SCALE": "0"}
            for command in (["manage.py", "migrate", "-v0"], ["-m", module, *sys.argv[1:]]):
                await asyncio.to_thread(subprocess.run, [sys.executable, *command], env=env, check=True)
        finally:
            await supervisor.stop(*STOP_ORDER)
