"""The worker's work, done here and now."""

from django_q.models import OrmQ

from src.platform.tasks.registry import run


def work_off() -> int:
    """Run what is queued until nothing is; how many tasks that were."""
    done = 0
    while row := OrmQ.objects.order_by("pk").first():
        task = row.task
        row.delete()
        run(*task["args"])
        done += 1
    return done
