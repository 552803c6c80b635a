"""What scripts need to know of a shop that runs."""

import json
from pathlib import Path


def logins(data: Path) -> dict[str, tuple[str, str]]:
    """The demo people's addresses and passwords, by role, from the shop's data folder."""
    accounts = json.loads((data / "demo.json").read_text())["accounts"]
    return {account["role"]: (account["email"], account["password"]) for account in accounts}
