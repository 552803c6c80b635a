"""Becomes another program, after doing what only the new process itself can do. Standard library only.

    python -I -S launch.py PARENT DEATH_SIGNAL USER PROGRAM [ARGUMENTS]

PARENT: the process that must not be outlived. DEATH_SIGNAL: what to be sent when it dies all the same.
USER: `-`, or `UID:GID` to become; `UID:GID:reach` also keeps the right to pass through closed folders.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 8, 47, 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


def main(parent: int, death_signal: int, user: str, command: list[str]) -> None:
    """Drop rights, tie this process to its parent, become the program."""
    if user != "-":
        become(*user.split(":"))
    if sys.platform == "linux":
        # After become(): the kernel forgets this wish when the user changes.
        kernel().prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the supervisor is gone")
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.execv(command[0], command)


def become(uid: str, gid: str, reach: str = "") -> None:
    """Become an ordinary user. PostgreSQL refuses to be root."""
    libc = kernel()
    if reach:
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(int(gid))
    os.setuid(int(uid))
    if reach:
        # The clone may lie below a folder that is root's alone (/root): its programs must still be found.
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
        mask = 1 << CAP_DAC_OVERRIDE
        effective_permitted_inheritable = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
        libc.capset(header, effective_permitted_inheritable)
        libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def kernel() -> ctypes.CDLL:
    """The C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
