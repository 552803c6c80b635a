from django.apps import AppConfig
from django.conf import settings


class ObservabilityConfig(AppConfig):
    """Logs, metrics, health."""

    name = "src.platform.observability"
    label = "observability"

    def ready(self) -> None:
        from src.platform.observability.logs import configure

        configure(**settings.LOGGING)
