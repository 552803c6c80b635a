"""What the worker does for analytics."""

from datetime import timedelta

from src.modules.analytics import services
from src.platform.tasks.registry import task


@task("analytics.count")
def count() -> None:
    """Count the orders that changed."""
    services.count_changes()


@task("analytics.keep", every=timedelta(minutes=1), timeout=timedelta(minutes=14))
def keep() -> None:
    """Count what was left over; count everything anew if the days of the shop are no longer those of the sums."""
    services.keep_up()
