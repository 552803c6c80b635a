"""Processes whose parent ended before them: PostgreSQL's logger, a killed server's workers."""

import ctypes
import os
import sys
import time

import psutil

PR_SET_CHILD_SUBREAPER = 36


def adopt() -> None:
    """Become the parent of all orphans below this process (Linux), so that none is lost from sight."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_adopted(*, seconds: float = 1.0) -> None:
    """Wait for whatever is left below this process, then kill it. Only once nothing else waits for a child."""
    deadline = time.monotonic() + seconds
    while _reap() and (left := psutil.Process().children(recursive=True)):
        if time.monotonic() > deadline:
            for process in left:
                process.kill()
        time.sleep(0.02)


def _reap() -> bool:
    """Collect the ended ones. Whether any child remains."""
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            continue
    except ChildProcessError:
        return False
    return True
