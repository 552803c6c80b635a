from src.platform.modules import Module
from src.platform.observability.health import CHECKS
from src.platform.observability.measured import QUESTIONS


class EventsConfig(Module):
    """The outbox and the relay."""

    name = "src.platform.events"
    label = "events"

    def ready(self) -> None:
        from src.platform.events.health import complaint, measure

        super().ready()
        CHECKS["relay"] = complaint
        QUESTIONS.append(("mercer_relay_untold", "Committed events that are not yet told.", lambda: measure().untold))
        QUESTIONS.append(("mercer_relay_lag_seconds", "Age of the oldest of them.", lambda: measure().oldest))
