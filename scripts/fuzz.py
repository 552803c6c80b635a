"""`python -m scripts.fuzz`: throw what the documents allow, and what they forbid, at a running shop.

Every answer must be one that the OpenAPI document promises, and none a failure of ours. As customer, seller and admin.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx

from scripts.shopkeeping import logins

VERSIONS = ("1", "2")
ROLES = ("customer", "seller", "admin")
# Beyond what a schema can say stand rules (a cursor is one of ours, a product is not yet ordered, …): these answer 4xx.
# Without a provider of log-ins, its two calls answer 503, as documented.
RULES = """
[checks]
positive_data_acceptance.expected-statuses = ["2xx", "3xx", "4xx"]

[[operations]]
include-operation-id = ["go_to_google", "come_back_from_google", "log_in_by_google"]
checks.not_a_server_error.enabled = false
checks.positive_data_acceptance.expected-statuses = ["2xx", "3xx", "4xx", "503"]
"""
# They would end the log-in that all the others need, or the person behind it.
LEFT_OUT = ("log_out", "erase_me", "erase_user", "change_user", "end_session", "change_password", "confirm_totp")


def main() -> int:
    """Fuzz the shop at `--url`, whose demo people are in `--data-dir`; `--seconds` for each version and role."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "schemathesis.toml"
        rules.write_text(RULES)
        failed = [
            f"version {version} as {role}"
            for version in asked.versions
            for role in asked.roles
            if not passes(asked.url, version, token(asked.url, asked.data_dir, role), rules, asked.seconds)
        ]
    print(f"departures: {', '.join(failed)}" if failed else "nothing departs from the documents")
    return len(failed)


def passes(url: str, version: str, access: str, rules: Path, seconds: int) -> bool:
    """Whether nothing was found."""
    left_out = [part for name in LEFT_OUT for part in ("--exclude-operation-id", name)]
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(rules), "run",
        f"{url}/api/v{version}/openapi.json", "--header", f"Authorization: Bearer {access}",
        "--max-time", str(seconds), "--max-examples", "10", "--continue-on-failure", "--no-shrink", *left_out,
    ]  # fmt: skip
    return subprocess.run(command, cwd=rules.parent, check=False).returncode == 0


def token(url: str, data: Path, role: str) -> str:
    """The access token of a demo person."""
    email, password = logins(data)[role]
    door = "auth/admin/login/" if role == "admin" else "auth/login/"
    answer = httpx.post(f"{url}/api/v1/{door}", json={"email": email, "password": password}, timeout=30)
    return str(answer.raise_for_status().json()["access"])


def _arguments() -> argparse.Namespace:
    asks = argparse.ArgumentParser(prog="python -m scripts.fuzz", description=main.__doc__)
    asks.add_argument("--url", default="http://127.0.0.1:8000")
    asks.add_argument("--data-dir", type=Path, default=Path(".data"))
    asks.add_argument("--seconds", type=int, default=60)
    asks.add_argument("--versions", nargs="+", choices=VERSIONS, default=VERSIONS)
    asks.add_argument("--roles", nargs="+", choices=ROLES, default=ROLES)
    return asks.parse_args()


if __name__ == "__main__":
    sys.exit(main())
