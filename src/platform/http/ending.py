"""How a call ends: it says so for a long time before it goes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from ninja.decorators import decorate_view

View = TypeVar("View", bound=Callable[..., Any])


def ends(*, since: date, on: date, instead: str) -> Callable[[View], View]:
    """Below `@router.…`: every answer says since when nobody should begin to use the call (RFC 9745), the day on which
    it goes (RFC 8594), and the address of what to call instead (RFC 5829).
    """
    headers = {
        "Deprecation": f"@{_seconds(since)}",
        "Sunset": http_date(_seconds(on)),
        "Link": f'<{instead}>; rel="successor-version"',
    }

    def tell(answer: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = answer(request, *args, **kwargs)
            for name, value in headers.items():
                response[name] = value
            return response

        return told

    def note(view: View) -> View:
        view.is_ending = True  # type: ignore[attr-defined]
        return decorate_view(tell)(view)

    return note


def is_ending(view: Callable[..., object]) -> bool:
    """Whether the call will go."""
    return getattr(view, "is_ending", False)


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
