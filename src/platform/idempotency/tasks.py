from datetime import timedelta

from src.platform.idempotency import records
from src.platform.tasks.registry import task


@task("idempotency.forget_old", every=timedelta(hours=1))
def forget_old() -> None:
    """Keys are remembered for 24 hours."""
    records.forget_old()
