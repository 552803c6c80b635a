"""The one way to say that the shop cannot be started."""


class CannotStart(Exception):
    """Something the operator has to put right. Its text is one clear line; the exit code is 2."""
