"""One process of the shop: started, listened to, started again when it dies, stopped with all that it started."""

import asyncio
import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from src.platform.embedded.accounts import LAUNCH, Account
from src.platform.embedded.journal import Journal

# Dying this young is not bad luck but a fault: wait longer before each new try.
YOUNG_SECONDS = 10
LONGEST_PAUSE = 5.0
# Bytes: what a pipe holds, and the longest line.
PIPE, LONGEST_LINE = 1 << 20, 1 << 20
# Seconds between two looks into a pipe.
MOMENT = 0.02
LOOK_EVERY = 0.05


async def _at_once() -> None:
    """Nothing to be done before a start."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run. `patience`: seconds from `stop_signal` to the kill."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 3.0
    # Keeps a log of its own: its words are shown only where it does not start.
    quiet: bool = False
    before_start: Callable[[], Awaitable[None]] = field(default=_at_once)


class Process:
    """A program that is kept running until `stop()`."""

    def __init__(self, program: Program, journal: Journal, on_change: Callable[[], None]) -> None:
        self.program = program
        self.last_words: deque[str] = deque(maxlen=20)
        self.exit_code: int | None = None
        self.deaths = 0
        self._journal = journal
        self._on_change = on_change
        self._child: subprocess.Popen[bytes] | None = None
        self._stopping = False
        self._keeper: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The process id, while it runs."""
        return self._child.pid if self._child and self._child.returncode is None else None

    @property
    def failed(self) -> bool:
        """Whether it ended at least once since it was started, or could not even be started."""
        return self.deaths > 0 or (self._keeper is not None and self._keeper.done())

    def reason(self) -> str:
        """Its last words, in one line."""
        errors = [line for line in self.last_words if any(word in line for word in ("rror", "FATAL", "setting "))]
        return (errors or list(self.last_words) or [self._how_it_ended()])[-1]

    async def run(self) -> None:
        """Run it once, to its end."""
        try:
            await self._run_once()
        finally:
            self._end_group()

    def start(self) -> None:
        """Run it, and keep it running."""
        self._keeper = asyncio.create_task(self._keep_running())

    async def stop(self) -> None:
        """End it: politely, then by force."""
        self._stopping = True
        if self._child and self._child.returncode is None:
            self._signal(self.program.stop_signal)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._end_of(self._child), self.program.patience)
            self._end_group()
            await self._end_of(self._child)
        if self._keeper:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper

    async def _keep_running(self) -> None:
        pause = 0.1
        while not self._stopping:
            born = time.monotonic()
            await self._run_once()
            if self._stopping:
                return
            self.deaths += 1
            pause = min(pause * 2, LONGEST_PAUSE) if time.monotonic() - born < YOUNG_SECONDS else 0.1
            self._journal.say(f"{self._how_it_ended()}; starting again", name=self.program.name)
            await asyncio.sleep(pause)

    async def _run_once(self) -> None:
        await self.program.before_start()
        if self._stopping:
            return
        self._child = self._spawn()
        self.exit_code = None
        self._on_change()
        try:
            await self._listen(self._child)
            self.exit_code = self._child.returncode
        finally:
            self._end_group()
            self._on_change()

    def _spawn(self) -> "subprocess.Popen[bytes]":
        program = self.program
        user = str(program.account) if program.account else "-"
        tied = [sys.executable, "-I", "-S", str(LAUNCH), str(os.getpid()), str(int(program.stop_signal)), user]
        return subprocess.Popen(
            [*tied, *program.command], env=dict(program.environment), process_group=0,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    async def _end_of(self, child: "subprocess.Popen[bytes]") -> int:
        """Wait for its end. Not asyncio's way, which on some Pythons waits for a grandchild's pipe too."""
        while (code := child.poll()) is None:
            await asyncio.sleep(LOOK_EVERY)
        return code

    async def _listen(self, child: "subprocess.Popen[bytes]") -> None:
        """Pass on what it writes, until it ends; a grandchild may hold the pipe for longer."""
        pump = asyncio.create_task(self._pump(child))
        try:
            await self._end_of(child)
            await asyncio.wait([pump], timeout=0.2)
        finally:
            pump.cancel()

    async def _pump(self, child: "subprocess.Popen[bytes]") -> None:
        """Pass on all lines of a moment at once: at 4,000 calls a second 10 µs of CPU a line, one by one 80."""
        assert child.stdout is not None
        with child.stdout as pipe:
            _widen(pipe.fileno())
            rest = b""
            while chunk := await _read(pipe.fileno()):
                *lines, rest = (rest + chunk).split(b"\n")
                self._heard(lines)
                rest = rest if len(rest) < LONGEST_LINE else b""
                await asyncio.sleep(MOMENT)
            self._heard([rest])

    def _heard(self, lines: Sequence[bytes]) -> None:
        texts = [text for line in lines if (text := line.decode(errors="replace").rstrip())]
        self.last_words.extend(texts)
        if texts and not self.program.quiet:
            self._journal.say(*texts, name=self.program.name)

    def _signal(self, number: signal.Signals) -> None:
        if self._child:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self._child.pid, number)

    def _end_group(self) -> None:
        """Kill what the process left behind, and itself."""
        if self._child:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)

    def _how_it_ended(self) -> str:
        code = self.exit_code
        if code is None or code >= 0:
            return f"ended with exit code {code}"
        return f"was ended by {signal.Signals(-code).name}"


def _widen(pipe: int) -> None:
    """Let it hold what is written in a moment, so that nobody waits who writes."""
    os.set_blocking(pipe, False)
    with contextlib.suppress(AttributeError, OSError):  # not everywhere, and not more than the system allows
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE)


async def _read(pipe: int) -> bytes:
    """What is in the pipe, once there is something; nothing: it was closed."""
    loop, readable = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(pipe, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(pipe)
    return os.read(pipe, PIPE)
