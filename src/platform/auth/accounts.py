"""allauth's accounts app, of which we use what the second factor and social accounts stand on."""

from allauth.account.apps import AccountConfig


class Accounts(AccountConfig):  # type: ignore[misc]
    """Without its middleware: that serves allauth's own pages, of which we mount none."""

    def ready(self) -> None:
        """allauth's own refuses to start without the middleware."""
