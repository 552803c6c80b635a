from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connection

from src.platform.db.address import connection_parameters

# A migration that cannot get its lock gives up rather than make every buyer queue behind it.
LOCK_TIMEOUT = "-c lock_timeout=10s"


class Command(migrate.Command):
    """Django's migrate, as the role that owns the tables (DATABASE_OWNER_URL)."""

    def handle(self, *args: Any, **options: Any) -> None:
        with self._as_the_owner():
            super().handle(*args, **options)

    @contextmanager
    def _as_the_owner(self) -> Iterator[None]:
        connection.close()
        usual = connection.settings_dict.copy()
        owner = connection_parameters(settings.DATABASE_OWNER_URL)
        # Tests migrate a database of another name than the address says.
        owner["NAME"] = connection.settings_dict["NAME"]
        owner["OPTIONS"]["options"] = LOCK_TIMEOUT
        connection.settings_dict.update(owner)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(usual)
