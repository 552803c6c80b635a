"""What every log line, event and task of one request has in common."""

import re
from contextvars import ContextVar

from src.platform.ids import uuid7

# A caller's own id is taken over if it is short and harmless in a log line.
SANE = re.compile(r"[A-Za-z0-9._:+/=-]{1,64}")

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def begin_request(offered: str | None) -> str:
    """Take the caller's id or make one, for all that follows in this context."""
    chosen = offered if offered and SANE.fullmatch(offered) else uuid7().hex
    _request_id.set(chosen)
    return chosen


def request_id() -> str:
    """The id of the request (or of the one that caused this task), else an empty string."""
    return _request_id.get()
