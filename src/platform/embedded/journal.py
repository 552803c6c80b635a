"""The one log of all processes on standard output: a line each, with the name of who wrote it."""

import os
import queue
import sys
import threading

# A reader that went away must never hold up the shop: beyond so many pieces (of 1 MiB at most), lines are dropped.
LONGEST_QUEUE = 200
COLOURS = {"mercer": 1, "postgres": 34, "valkey": 35, "web": 32, "stream": 36, "worker": 33, "relay": 93, "door": 94}


class Journal:
    """Writes lines in a thread of its own, since a full pipe blocks whoever writes to it."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[bytes | None] = queue.Queue(LONGEST_QUEUE)
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
        try:
            self._waiting.put_nowait("".join(f"{line}\n" for line in lines).encode(errors="replace"))
        except queue.Full:
            return

    def close(self) -> None:
        """Write what is waiting, as far as somebody reads it."""
        try:
            self._waiting.put_nowait(None)
        except queue.Full:
            return
        self._writer.join(timeout=0.3)

    def _write(self) -> None:
        while (piece := self._waiting.get()) is not None:
            try:
                # Not print(): the lock of a blocked sys.stdout would abort the interpreter at its end.
                os.write(1, piece)
            except OSError:
                continue
