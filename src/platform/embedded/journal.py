"""The one log of all processes on standard output: a line each, with the name of who wrote it."""

import os
import sys
import threading
from collections import deque

# A reader that went away must never hold up the shop: beyond this many waiting lines, lines are dropped.
MOST_WAITING = 10_000
COLOURS = {"mercer": 1, "postgres": 34, "valkey": 35, "web": 32, "stream": 36, "worker": 33, "relay": 93, "door": 94}


class Journal:
    """Writes lines in a thread of its own, since a full pipe blocks whoever writes to it."""

    def __init__(self) -> None:
        self._waiting: deque[str] = deque()
        self._more, self._closing = threading.Event(), False
        self._colourful = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        self._writer = threading.Thread(target=self._write, daemon=True)
        self._writer.start()

    def say(self, *lines: str, name: str = "mercer") -> None:
        """Add lines of the process `name`."""
        prefix = f"{name:<8} │"
        if self._colourful:
            prefix = f"\033[{COLOURS.get(name, 0)}m{prefix}\033[0m"
        self.plain(*(f"{prefix} {line}" for line in lines))

    def plain(self, *lines: str) -> None:
        """Add lines as they are."""
        if len(self._waiting) < MOST_WAITING:
            self._waiting.extend(lines)
            self._more.set()

    def close(self) -> None:
        """Write what is waiting, as far as somebody reads it."""
        self._closing = True
        self._more.set()
        self._writer.join(timeout=0.3)

    def _write(self) -> None:
        closing = False
        while not closing:
            self._more.wait()
            self._more.clear()
            # Before what waits is taken: what was said before the end is written.
            closing = self._closing
            lines = [self._waiting.popleft() for _ in range(len(self._waiting))]
            try:
                # Not print(): the lock of a blocked sys.stdout would abort the interpreter at its end.
                os.write(1, "".join(f"{line}\n" for line in lines).encode(errors="replace"))
            except OSError:
                continue
