"""How long somebody stays signed in to the admin: while they work, and never longer than a day's work.

Both limits are noted in the session itself, by the server, so that a stolen cookie ends as its owner's does.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout, user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

BEGAN, SEEN = "began_at", "seen_at"
# Seconds between two notes of being there: a page need not write.
NOTED_EVERY = 60


class SessionLimits:
    """Ends sessions that rested too long (ADMIN_IDLE_SECONDS), or that are too old (ADMIN_SESSION_SECONDS)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.user.is_authenticated:
            _keep_or_end(request)
        return self.get_response(request)


@receiver(user_logged_in)
def note_the_beginning(request: HttpRequest, **_: Any) -> None:
    """The session is about to be written anyway."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


def _keep_or_end(request: HttpRequest) -> None:
    """A session without notes is older than they are: it ends."""
    now = time.time()
    began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
    if now - began > settings.ADMIN_SESSION.total_seconds() or now - seen > settings.ADMIN_IDLE.total_seconds():
        logout(request)
    elif now - seen > NOTED_EVERY:
        request.session[SEEN] = now
