from datetime import timedelta

from src.modules.orders.services import sweeping
from src.platform.tasks.registry import task


@task("orders.resume_checkouts", every=timedelta(seconds=5))
def resume_checkouts() -> None:
    """End what a crash left half-way between the shop and a gateway."""
    sweeping.resume_checkouts()


@task("orders.expire_unpaid", every=timedelta(seconds=10))
def expire_unpaid() -> None:
    """Cancel orders nobody paid for and free their stock."""
    sweeping.expire_unpaid()
