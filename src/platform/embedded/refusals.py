"""The one way to say that the shop cannot be started."""


class CannotStart(Exception):  # noqa: N818  named like every refusal here: by its reason
    """Something the operator has to put right. Its text is one clear line; the exit code is 2."""
