import logging

from src.platform.modules import Module
from src.platform.observability.health import CHECKS
from src.platform.observability.measured import QUESTIONS


class TasksConfig(Module):
    """The queue, its broker, its schedule, its crew of workers."""

    name = "src.platform.tasks"
    label = "tasks"

    def ready(self) -> None:
        from src.platform.tasks.health import complaint, measure

        super().ready()
        CHECKS["queue"] = complaint
        QUESTIONS.append(("mercer_queue_tasks", "Tasks that are due and nobody's.", lambda: measure().due))
        QUESTIONS.append(("mercer_queue_age_seconds", "The longest wait of a due task.", lambda: measure().oldest))
        # django-q2 writes several lines a task, with a handler of its own: ours says it in one.
        chatty = logging.getLogger("django-q")
        chatty.handlers.clear()
        chatty.propagate = True
        chatty.setLevel(logging.ERROR)
