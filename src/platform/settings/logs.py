"""Where log lines go: standard output, one JSON object (or, in a console, one readable line) each."""

from typing import Any

from src.platform.settings.environment import Environment


def logging_for(env: Environment) -> dict[str, Any]:
    """What `platform.observability.logs` configures at start."""
    return {"format": env.LOG_FORMAT, "level": "INFO"}
