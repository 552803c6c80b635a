"""The embedded Valkey: cache and streams, reached by a unix socket only, kept across restarts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import redis

from src.platform.embedded import binaries
from src.platform.embedded.datafolder import DataFolder
from src.platform.embedded.process import Program

# Entries of the cache have a life time and make room for others; streams and versions have none, and stay.
OPTIONS: Mapping[str, str] = {
    "port": "0", "unixsocketperm": "700", "maxmemory": "256mb", "maxmemory-policy": "volatile-lru",
    "save": "", "appendonly": "yes", "appendfsync": "everysec", "databases": "16",
    "daemonize": "no", "loglevel": "warning",
}  # fmt: skip


@dataclass(frozen=True)
class Valkey:
    """A Valkey of our own in a data folder. `scratch`: nothing is kept, for tests."""

    data: DataFolder
    scratch: bool = False

    def program(self) -> Program:
        """How to start it."""
        home = self.data.folder("valkey", mode=0o700)
        places = {"dir": str(home), "unixsocket": str(self._socket), "logfile": str(home / "valkey.log")}
        options = {**OPTIONS, **places, **({"appendonly": "no"} if self.scratch else {})}
        arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
        return Program(
            name="valkey", command=[str(binaries.valkey()), *arguments],
            environment={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}, patience=2.0, quiet=True,
            before_start=self._forget_socket,
        )  # fmt: skip

    def url(self) -> str:
        """The address of its first database."""
        return f"unix://{self._socket}?db=0"

    def answers(self) -> bool:
        """Whether it takes commands (not yet, while it reads its log)."""
        return is_reachable(self.url())

    @property
    def _socket(self) -> Path:
        return self.data.sockets() / "valkey.sock"

    async def _forget_socket(self) -> None:
        self._socket.unlink(missing_ok=True)


def is_reachable(url: str) -> bool:
    """Whether a Valkey or Redis answers at this address. Raises ValueError for an unreadable one."""
    client = redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3)
    try:
        client.ping()
    except redis.RedisError:
        return False
    finally:
        client.close()
    return True
