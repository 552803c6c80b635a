"""Why notifications say no."""

from src.platform.errors import NotFound


class UnknownNotification(NotFound):
    code, message = "notification_not_found", "There is no such notification."
