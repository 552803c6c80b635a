"""Central logs: one line an event, JSON for machines or readable for a console, never a person's data beyond ids."""

import logging
import logging.config
import sys
from typing import Any

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from src.platform.observability import requests
from src.platform.observability.context import request_id

failures = structlog.get_logger("error")


def configure(*, format: str, level: str) -> None:
    """Route structlog and the standard library's loggers to standard output, in one form."""
    requests.configure(format=format)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer() if format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stdout),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    # Django says every 4xx and 5xx of the API again, with the path: our access line has said it.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    # httpx names whole addresses, query strings (and tokens in them) included.
    logging.getLogger("httpx").setLevel(logging.WARNING)


def log_access(request: HttpRequest, answer: HttpResponseBase, *, seconds: float) -> None:
    """One line a request."""
    requests.record(
        method=request.method, route=_route(request), status=answer.status_code, seconds=seconds,
        user=_caller(request),
    )  # fmt: skip


def log_failure(request: HttpRequest, error: Exception) -> None:
    """An exception that nobody expected, with its trace."""
    failures.error("unexpected", route=_route(request), request_id=request_id(), exc_info=error)


def log_outage(request: HttpRequest, error: Exception) -> None:
    """Something that the shop stands on is away: one line a call, since many calls will say the same."""
    failures.warning("away", route=_route(request), request_id=request_id(), error=type(error).__name__)


def _caller(request: HttpRequest) -> str | None:
    """The bearer of a token; on pages with sessions whoever was looked up: nobody is looked up for the log."""
    if (principal := getattr(request, "principal", None)) is not None:
        return str(principal.user_id)
    user = getattr(request, "_cached_user", None)
    return str(user.pk) if user is not None and user.pk else None


def _route(request: HttpRequest) -> str | None:
    return request.resolver_match.route if request.resolver_match else None
