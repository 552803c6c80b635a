from django.apps import AppConfig


class CacheConfig(AppConfig):
    """Finished answers, and how they stop being true."""

    name = "src.platform.cache"
    label = "cache"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from src.platform.cache.renewal import listen_to

        connection_created.connect(listen_to, dispatch_uid="cache_renewal")
