from django.apps import AppConfig


class TasksConfig(AppConfig):
    """The queue, its broker, its schedule, its watchdog."""

    name = "src.platform.tasks"
    label = "tasks"
