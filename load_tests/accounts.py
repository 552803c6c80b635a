"""Who logs in: the demo shop's accounts, from the file that it leaves (`--accounts`, or MERCER_ACCOUNTS)."""

import json
import os
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

DEFAULT = ".data/demo.json"


@cache
def _by_role() -> dict[str, Any]:
    listed = json.loads(Path(os.environ.get("MERCER_ACCOUNTS", DEFAULT)).read_text())["accounts"]
    roles = {account["role"] for account in listed}
    return {role: cycle([one for one in listed if one["role"] == role]) for role in roles}


def account(role: str) -> dict[str, str]:
    """The next account of a role, again from the first after the last."""
    found: dict[str, str] = next(_by_role()[role])
    return found
