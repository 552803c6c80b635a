from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created


class ObservabilityConfig(AppConfig):
    """Logs, metrics, health."""

    name = "src.platform.observability"
    label = "observability"

    def ready(self) -> None:
        from src.platform.observability import tracing
        from src.platform.observability.logs import configure
        from src.platform.observability.requests import watch_statements

        configure(**settings.LOGGING)
        tracing.configure(endpoint=settings.OTEL_EXPORTER_OTLP_ENDPOINT)
        connection_created.connect(watch_statements, dispatch_uid="observability")
