"""The settings that the shop's processes get: the operator's first, then what this start knows, then secrets."""

import os
import re
import socket
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path

import psutil
from dotenv import dotenv_values

from src.platform.embedded.datafolder import DataFolder
from src.platform.embedded.door import EVERYWHERE

ROOT = Path(__file__).resolve().parents[3]
SECRETS = ("SECRET_KEY", "JWT_SIGNING_KEY", "TEST_GATEWAY_SECRET")
# Peers on the sockets of web and stream have no address at all; these are for servers started by hand.
THIS_MACHINE = "127.0.0.1,::1"


def given_settings() -> dict[str, str]:
    """What the operator set, in the environment or else in `.env`. An empty value counts as not set."""
    written = {name: value for name, value in dotenv_values(ROOT / ".env").items() if value}
    return written | {name: value for name, value in os.environ.items() if value}


def secrets_of(data: DataFolder, given: Mapping[str, str]) -> dict[str, str]:
    """The secrets nobody set: made once and kept in the data folder."""
    return {name: data.secret(name) for name in SECRETS if name not in given}


def shop_settings(data: DataFolder, given: Mapping[str, str], *, host: str, url: str, demo: bool) -> dict[str, str]:
    """The complete environment of a shop that listens on `host`, but for its databases."""
    proxies = ",".join(filter(None, [THIS_MACHINE, given.get("TRUSTED_PROXIES")]))
    places = {"DATA_DIR": str(data.root), "DJANGO_SETTINGS_MODULE": "src.platform.settings"}
    defaults = {
        "ALLOWED_HOSTS": ",".join(_names_of(host)), "PUBLIC_URL": url, "FRONTEND_URL": url, "LOG_FORMAT": "console",
        "WEB_WORKERS": str(min(os.cpu_count() or 1, 2)),
    }  # fmt: skip
    # Money that is not real, and accounts with known names, only where nobody else can come.
    if is_loopback(host):
        defaults |= {"TEST_GATEWAY": "true", "DEMO": "true", "METRICS": "true"}
    chosen = {} if demo else {"DEMO": "false"}
    return defaults | secrets_of(data, given) | dict(given) | places | {"TRUSTED_PROXIES": proxies} | chosen


def setting_names(environment: Mapping[str, str]) -> list[str]:
    """Which of these variables are settings of the shop: those in `.env.example`."""
    example = (ROOT / ".env.example").read_text()
    return sorted(set(re.findall(r"^#?\s*([A-Z][A-Z_]+)=", example, re.MULTILINE)) & set(environment))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens on `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _names_of(host: str) -> list[str]:
    """The names and addresses under which a browser may reach `host`."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if is_loopback(host):
        return names
    if host not in EVERYWHERE:
        return [*names, host]
    addresses = [one.address for every in psutil.net_if_addrs().values() for one in every]
    families = [address for address in addresses if _is_address(address)]
    return [*names, socket.gethostname(), socket.getfqdn(), *(f"[{a}]" if ":" in a else a for a in families)]


def _is_address(text: str) -> bool:
    try:
        return not ip_address(text).is_loopback
    except ValueError:
        return False
