"""From pydantic's words to the contract's: which field, which code, which sentence."""

from collections.abc import Iterable
from typing import Any

# Where ninja says a value came from, and the name of the parameter that holds a whole body: not the client's words.
SOURCES = {"body", "query", "path", "header", "cookie", "form", "file"}


def field_errors(errors: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """`errors` of a 422: `field` as a path (`items.0.quantity`), a stable `code`, a `message`."""
    return [
        {"field": _path(error["loc"]), "code": _code(error), "message": str(error["msg"]).removeprefix("Value error, ")}
        for error in errors
    ]


def _path(location: tuple[Any, ...]) -> str:
    parts = list(location)
    if parts and parts[0] in SOURCES:
        # Ninja names its own parameter too: that of a body always, those of others only around lists.
        whole = len(parts) > 1 and (parts[0] == "body" or parts[:2] in (["query", "query"], ["form", "form"]))
        parts = parts[2:] if whole else parts[1:]
    return ".".join(str(part) for part in parts)


def _code(error: dict[str, Any]) -> str:
    context = error.get("ctx", {})
    own = getattr(context.get("error"), "code", None)
    return str(own or error["type"])
