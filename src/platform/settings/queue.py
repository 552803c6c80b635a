"""How django-q2 is set up, so that it survives what docs/decisions/0012 lists."""

from typing import Any

from src.platform.settings.environment import Environment


def queue_for(env: Environment) -> dict[str, Any]:
    """The queue on PostgreSQL. A dead worker's task is freed at once; `retry` is for one that hangs."""
    return {
        "name": "mercer",
        "orm": "default",
        "broker_class": "src.platform.tasks.broker.PostgresBroker",
        "workers": env.TASK_WORKERS,
        "queue_limit": env.TASK_WORKERS,
        "timeout": 120,
        "retry": 900,
        "max_attempts": 5,
        "ack_failures": False,
        "catch_up": False,
        # Pruning the results is a task of ours: django-q2's own locks and loads `save_limit` rows a task.
        "save_limit": 0,
        "poll": 1,
        "label": "Task queue",
    }
