"""What the worker does for analytics."""

from collections.abc import Sequence
from datetime import timedelta

from src.modules.analytics import services
from src.platform.tasks.registry import Asked, task


@task("analytics.count", together=True)
def count(_asked: Sequence[Asked]) -> None:
    """Count the orders that changed, however many asked for it."""
    services.count_changes()


@task("analytics.keep", every=timedelta(minutes=1), timeout=timedelta(minutes=14))
def keep() -> None:
    """Count what was left over; count everything anew if the days of the shop are no longer those of the sums."""
    services.keep_up()
