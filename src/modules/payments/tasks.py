from datetime import timedelta
from uuid import UUID

from src.modules.payments import services
from src.platform.tasks.registry import task


@task("payments.resume", every=timedelta(seconds=30))
def resume() -> None:
    """Complete what a crash or a silent gateway left open."""
    services.resume()


@task("payments.sandbox_confirms")
def sandbox_confirms(key: str) -> None:
    """The test gateway's asynchronous confirmation."""
    services.confirm_sandbox_charge(UUID(key))


@task("payments.give_back")
def give_back(reference: str) -> None:
    """Refunds that were opened where no gateway may be asked: inside a transaction."""
    services.give_back_all_of(reference)
