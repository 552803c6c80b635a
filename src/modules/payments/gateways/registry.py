"""Which gateways this shop has, by the name that clients choose as `method`."""

from collections.abc import Callable

from django.conf import settings

from src.modules.payments.errors import UnknownGateway
from src.modules.payments.gateways.cod import CashOnDelivery
from src.modules.payments.gateways.interface import Gateway
from src.modules.payments.gateways.sandbox import Sandbox


def _stripe() -> Gateway:
    # Its library takes 0.2 s to import, a sixth of what each process needs to start: only where one pays by it.
    from src.modules.payments.gateways.stripe import Stripe

    return Stripe()


_made: dict[str, Callable[[], Gateway]] = {"cod": CashOnDelivery, "test": Sandbox, "stripe": _stripe}


def gateway_named(name: str) -> Gateway:
    """Raises UnknownGateway if it is not set up here."""
    if name not in methods():
        raise UnknownGateway
    return _made[name]()


def methods() -> list[str]:
    """How one can pay here. The test gateway takes anything for money, so it is only where a setting asks for it."""
    switched_on = {
        "cod": True,
        "test": bool(settings.TEST_GATEWAY and settings.TEST_GATEWAY_SECRET),
        "stripe": bool(settings.STRIPE_API_KEY and settings.STRIPE_WEBHOOK_SECRET),
    }
    return [name for name, on in switched_on.items() if on]
