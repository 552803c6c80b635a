"""What runs by the clock: each task once when it is due, by whichever worker looks first, and never beside itself."""

from django.db import connection, transaction
from django_q.conf import Conf

from src.platform.db.sql import fetch
from src.platform.tasks.models import ScheduledTask
from src.platform.tasks.queue import enqueue
from src.platform.tasks.registry import Task, scheduled

# Until it ended, the next run waits; should the end never come (the queue was emptied by hand), so many seconds.
AT_MOST_LATE = Conf.RETRY

TAKE_DUE = """
UPDATE task_schedule SET queued_at = clock_timestamp(), due_at = clock_timestamp() + make_interval(secs => %(late)s)
WHERE name IN (
    SELECT name FROM task_schedule WHERE due_at <= clock_timestamp() AND name = ANY(%(known)s) FOR UPDATE SKIP LOCKED
)
RETURNING name
"""

SET_NEXT = """
UPDATE task_schedule SET due_at = greatest(queued_at + make_interval(secs => %(every)s), clock_timestamp())
WHERE name = %(name)s
"""

NO_LATER = """
UPDATE task_schedule SET due_at = least(due_at, clock_timestamp() + make_interval(secs => %(every)s))
WHERE name = %(name)s
"""


def write_down() -> None:
    """Take note of the tasks that this version of the shop knows; a new one is due at once."""
    ScheduledTask.objects.bulk_create([ScheduledTask(name=task.name) for task in scheduled()], ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.executemany(NO_LATER, [{"name": task.name, "every": seconds(task)} for task in scheduled()])


@transaction.atomic
def queue_due() -> None:
    """Queue what is due."""
    known = [task.name for task in scheduled()]
    for (name,) in fetch(TAKE_DUE, {"late": AT_MOST_LATE, "known": known}):
        enqueue(name)


def ended(name: str) -> None:
    """A run came to its end: the next one follows when its time has come."""
    for task in scheduled():
        if task.name == name:
            fetch(SET_NEXT, {"name": name, "every": seconds(task)})


def seconds(task: Task) -> float:
    """Between two runs."""
    assert task.every is not None, "scheduled() gives only those that run by the clock"
    return task.every.total_seconds()
