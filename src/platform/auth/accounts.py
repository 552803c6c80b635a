"""allauth's accounts app, of which we use what the second factor and social accounts stand on."""

from allauth.account.apps import AccountConfig
from django.contrib import admin

# Their tables are the second factor's and the links to other accounts, which are each person's own business, and
# groups, which this shop does not use.
HIDDEN = ("allauth.", "django.contrib.auth.")


class Accounts(AccountConfig):  # type: ignore[misc]
    """Without its middleware: that serves allauth's own pages, of which we mount none."""

    def ready(self) -> None:
        """allauth's own refuses to start without the middleware; Django's admin has found its pages by now."""
        for model in [model for model in admin.site._registry if model.__module__.startswith(HIDDEN)]:
            admin.site.unregister(model)
