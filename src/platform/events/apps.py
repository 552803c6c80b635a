from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The outbox and the relay."""

    name = "src.platform.events"
    label = "events"
