"""What staff see of the queue: what waits, what failed and why; what failed can be run again."""

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django_q import admin as _theirs  # noqa: F401  registers its own first; ours take their place
from django_q.models import Failure, OrmQ, Schedule, Success
from unfold.admin import ModelAdmin

from src.platform.tasks.models import ScheduledTask
from src.platform.tasks.queue import enqueue
from src.platform.tasks.registry import UnknownTask

# `Schedule` is django-q2's own clock, which the shop does not use (ScheduledTask is ours).
for _model in (Schedule, Success, Failure, OrmQ):
    admin.site.unregister(_model)


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[misc]
    """To be looked at: the queue is the worker's."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(OrmQ)
class QueuedAdmin(ReadOnlyAdmin):
    """Due, in hand, or waiting for its next attempt."""

    list_display = ("id", "name", "lock")
    fields = ("id", "name", "lock", "args")
    ordering = ("id",)


@admin.register(Success)
class SuccessAdmin(ReadOnlyAdmin):
    """Tasks that failed and then went well: what goes well at once is in the log and the metrics."""

    list_display = ("name", "started", "stopped", "attempt_count")
    fields = ("name", "args", "started", "stopped", "attempt_count")
    search_fields = ("name",)
    ordering = ("-stopped",)


@admin.register(Failure)
class FailureAdmin(ReadOnlyAdmin):
    """Tasks whose last attempt failed."""

    list_display = ("name", "started", "stopped", "attempt_count", "reason")
    fields = ("name", "args", "started", "stopped", "attempt_count", "result")
    search_fields = ("name",)
    ordering = ("-stopped",)
    actions = ("run_again",)

    @admin.display(description="reason")
    def reason(self, task: Failure) -> str:
        """How it ended."""
        return str(task.result).partition(" : ")[0][:150]

    @admin.action(description="Run again")
    def run_again(self, request: HttpRequest, queryset: "QuerySet[Failure]") -> None:
        """Put the tasks back into the queue: the same work, as if it was asked for now."""
        for task in queryset:
            try:
                _queue_again(task)
            except UnknownTask:
                self.message_user(request, f"This version knows no task {task.name}.", messages.ERROR)


@transaction.atomic
def _queue_again(task: Failure) -> None:
    name, payload, *_ = task.args
    enqueue(name, **payload)
    task.delete()


@admin.register(ScheduledTask)
class ScheduledTaskAdmin(ReadOnlyAdmin):
    """What runs by the clock, and when next."""

    list_display = ("name", "due_at", "queued_at")
    ordering = ("due_at",)
