"""Django's own middleware, for the pages that have sessions and forms (the admin). The API uses none of it."""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.security import SecurityMiddleware

from src.platform.admin.sessions import SessionLimits as AdminSessionLimits
from src.platform.observability.context import Actor, act_as

API_PREFIX = "/api/"


def outside_the_api(middleware: type[Any]) -> type[Any]:
    """The same middleware, asleep for paths below /api/."""

    class Outside(middleware):  # type: ignore[misc]
        sync_capable, async_capable = True, False

        def __call__(self, request: HttpRequest) -> HttpResponseBase:
            inside = request.path_info.startswith(API_PREFIX)
            answer: HttpResponseBase = self.get_response(request) if inside else super().__call__(request)
            return answer

    if hasattr(middleware, "process_view"):
        Outside.process_view = _unless_inside(middleware.process_view)
    Outside.__name__ = Outside.__qualname__ = middleware.__name__
    return Outside


def _unless_inside(process_view: Any) -> Any:
    def guarded(self: Any, request: HttpRequest, *view: Any) -> Any:
        return None if request.path_info.startswith(API_PREFIX) else process_view(self, request, *view)

    return guarded


class _Acting(AuthenticationMiddleware):
    """Whoever is signed in is at work from here on. (That reads the session, as every page of the admin does.)"""

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        if request.user.is_authenticated:
            act_as(Actor(str(request.user.pk), is_staff=True))


Security = outside_the_api(SecurityMiddleware)
Sessions = outside_the_api(SessionMiddleware)
Common = outside_the_api(CommonMiddleware)
CsrfProtection = outside_the_api(CsrfViewMiddleware)
Authentication = outside_the_api(_Acting)
Messages = outside_the_api(MessageMiddleware)
SessionLimits = outside_the_api(AdminSessionLimits)
FrameProtection = outside_the_api(XFrameOptionsMiddleware)
