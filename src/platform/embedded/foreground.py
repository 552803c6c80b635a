"""A command at the terminal: it has the keyboard, and what is sent to us is sent on to it."""

import asyncio
import contextlib
import signal
import subprocess
from collections.abc import Mapping, Sequence


async def run_in_foreground(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run it to its end and return its exit code. Ctrl-C is its business, SIGTERM is passed on."""
    loop = asyncio.get_running_loop()
    child = subprocess.Popen(command, env=dict(environment))
    # The terminal sends Ctrl-C to the child as well: here it only must not end the services under it.
    loop.add_signal_handler(signal.SIGINT, lambda: None)
    for number in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, _pass_on, child, number)
    try:
        while (code := child.poll()) is None:
            await asyncio.sleep(0.02)
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.remove_signal_handler(number)
    return 128 - code if code < 0 else code


def _pass_on(child: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    if child.poll() is None:
        child.send_signal(number)
