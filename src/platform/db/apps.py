from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DatabaseConfig(AppConfig):
    """Transactions, refusals by the database, privileges, migrations as the owner."""

    name = "src.platform.db"
    label = "db"

    def ready(self) -> None:
        from src.platform.db.privileges import grant_privileges

        post_migrate.connect(grant_privileges, sender=self, dispatch_uid="grant_privileges")
