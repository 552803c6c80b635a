"""Granian, which hears once that it is to stop: `python -m src.platform.http.granian`, then as `granian`.

Its own handler takes a lock. Another signal within it waits for the first one, for ever, and `web` outlives the shop.
(Seen where a supervisor was killed: each parent that ends tells its children again, three within a millisecond.)
"""

import signal
from typing import Any

from granian.cli import entrypoint
from granian.server.common import AbstractServer

_told_to_stop = AbstractServer.signal_handler_interrupt


def _told_once(server: Any, *_signal: Any) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    _told_to_stop(server)  # type: ignore[no-untyped-call]  # granian's own is not annotated


AbstractServer.signal_handler_interrupt = _told_once  # type: ignore[method-assign]  # on purpose

if __name__ == "__main__":
    entrypoint()  # type: ignore[no-untyped-call]  # as above
