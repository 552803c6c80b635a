"""The processes of this run, in one place: started, written down, waited for, stopped."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterable

import psutil

from src.platform.embedded.datafolder import DataFolder
from src.platform.embedded.journal import Journal
from src.platform.embedded.process import Process, Program
from src.platform.embedded.refusals import CannotStart

# What was started, so that the next start can end what an unnatural end of this one left behind.
RECORD = "processes.json"


class Supervisor:
    """Keeps programs running. Use it within one event loop."""

    def __init__(self, data: DataFolder, journal: Journal) -> None:
        self.journal = journal
        self._data = data
        self._processes: dict[str, Process] = {}

    def start(self, program: Program) -> Process:
        """Start a program, and keep it running."""
        process = Process(program, self.journal, self._record)
        self._processes[program.name] = process
        process.start()
        return process

    async def run(self, program: Program) -> Process:
        """Run a program once, to its end."""
        process = self._processes[program.name] = Process(program, self.journal, self._record)
        await process.run()
        return process

    async def wait_until(self, answers: Callable[[], bool], *processes: Process, seconds: float) -> None:
        """Wait until they answer. Raises CannotStart with the last words of one that ended, or of a silent first."""
        deadline = time.monotonic() + seconds
        while not await asyncio.to_thread(answers):
            for process in processes:
                if process.failed:
                    raise CannotStart(f"{process.program.name} does not start: {process.reason()}")
            if time.monotonic() > deadline:
                silent = processes[0]
                raise CannotStart(f"{silent.program.name} did not answer within {seconds:.0f} s: {silent.reason()}")
            await asyncio.sleep(0.03)

    async def stop(self, *names: str) -> None:
        """Stop these processes, all at once."""
        chosen = [self._processes.pop(name) for name in names if name in self._processes]
        await asyncio.gather(*(process.stop() for process in chosen))

    def _record(self) -> None:
        running = {str(process.pid): _birth(process.pid) for process in self._processes.values() if process.pid}
        self._data.remember(RECORD, running)


def end_orphans(data: DataFolder) -> None:
    """End what an earlier run in this data folder left behind: the same process numbers, born at the same time."""
    orphans = [int(pid) for pid, birth in data.recall(RECORD).items() if birth and _birth(int(pid)) == birth]
    _send(orphans, signal.SIGTERM)
    deadline = time.monotonic() + 3
    while any(map(psutil.pid_exists, orphans)) and time.monotonic() < deadline:
        time.sleep(0.05)
    _send(orphans, signal.SIGKILL)
    data.forget(RECORD)


def _send(groups: Iterable[int], number: signal.Signals) -> None:
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)


def _birth(pid: int) -> str:
    try:
        return str(psutil.Process(pid).create_time())
    except psutil.Error:
        return ""
