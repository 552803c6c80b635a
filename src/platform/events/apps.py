from src.platform.modules import Module
from src.platform.observability.health import CHECKS


class EventsConfig(Module):
    """The outbox and the relay."""

    name = "src.platform.events"
    label = "events"

    def ready(self) -> None:
        from src.platform.events.health import complaint

        super().ready()
        CHECKS["relay"] = complaint
