"""Becomes another program, after doing what only the new process itself can do. Standard library only.

    python -I -S launch.py PARENT DEATH_SIGNAL USER PROGRAM [ARGUMENTS]

PARENT: the process that must not be outlived. DEATH_SIGNAL: what to be sent when it dies all the same.
USER: `-`, or `UID:GID` to become; `UID:GID:mapped`: in name only, see become().
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000


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


def become(uid: str, gid: str, mapped: str = "") -> None:
    """Become an ordinary user. PostgreSQL refuses to be root."""
    if mapped:
        # The clone may lie below a folder that is root's alone (/root). In a user namespace we go by another
        # name but remain the owner of root's files. Capabilities would not do: access(2) ignores them.
        kernel().unshare(CLONE_NEWUSER)
        for file, line in (("uid_map", f"{uid} 0 1"), ("setgroups", "deny"), ("gid_map", f"{gid} 0 1")):
            with open(f"/proc/self/{file}", "w") as map_file:  # noqa: PTH123  pathlib would double the start time
                map_file.write(line)
    else:
        os.setgroups([])
    os.setgid(int(gid))
    os.setuid(int(uid))


def kernel() -> ctypes.CDLL:
    """The C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
