from datetime import timedelta

from src.modules.cart import services
from src.platform.tasks.registry import task


@task("cart.prune_guest_carts", every=timedelta(hours=1))
def prune_guest_carts() -> None:
    """Drop the carts of guests who did not come back."""
    services.prune_guest_carts()
