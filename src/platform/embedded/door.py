"""The door: Caddy on the public port, and the only process that outsiders reach."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from src.platform.embedded import binaries
from src.platform.embedded.datafolder import DataFolder
from src.platform.embedded.process import Program
from src.platform.embedded.refusals import CannotStart

# The addresses that mean: all of this machine.
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104
CADDYFILE = Path(__file__).with_name("Caddyfile")


@dataclass(frozen=True)
class Door:
    """The public address, and where the door finds what it hands out."""

    data: DataFolder
    host: str
    port: int

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        return f"http://{f'[{self.near}]' if ':' in self.near else self.near}:{self.port}"

    @property
    def near(self) -> str:
        """The host by which this machine itself reaches it."""
        return {EVERYWHERE[0]: "127.0.0.1", EVERYWHERE[1]: "::1"}.get(self.host, self.host)

    @property
    def web(self) -> Path:
        """The socket of `web`."""
        return self.data.sockets() / "web.sock"

    @property
    def stream(self) -> Path:
        """The socket of `stream`."""
        return self.data.sockets() / "stream.sock"

    def program(self, trusted_proxies: str) -> Program:
        """How to start it. `trusted_proxies`: those in front of this door, separated by commas."""
        return Program(
            name="door", command=[str(binaries.caddy()), "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"],
            environment=self._environment(trusted_proxies), patience=5.0,
        )  # fmt: skip

    def check_port(self) -> None:
        """Raises CannotStart where the address is taken or not ours to take."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
                probe.listen()
            except OSError as error:
                raise CannotStart(f"{self.host}:{self.port}: {error.strerror}; choose another --port.") from error
            except OverflowError as error:
                raise CannotStart(f"--port {self.port}: a port is a number from 1 to 65535.") from error

    def _environment(self, trusted_proxies: str) -> Mapping[str, str]:
        """What the Caddyfile asks for. Caddy keeps its files in the data folder, not in anybody's home."""
        home = str(self.data.folder("caddy"))
        networks = " ".join(network.strip() for network in trusted_proxies.split(",") if network.strip())
        return {
            "DOOR_SITE": f"http://:{self.port}",
            "DOOR_BIND": self.host,
            "DOOR_WEB": f"unix/{_quoted(self.web)}",
            "DOOR_STREAM": f"unix/{_quoted(self.stream)}",
            "DOOR_STATIC": _quoted(self.data.folder("static")),
            "DOOR_MEDIA": _quoted(self.data.folder("media")),
            "DOOR_TRUSTS": f"trusted_proxies static {networks}" if networks else "",
            # Its heap is small: collecting it a quarter as often wins 12 % of its CPU.
            "GOGC": "400",
            "PATH": os.environ.get("PATH", os.defpath),
        } | dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), home)


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace('"', '\\"').replace(" ", "\\ ")
