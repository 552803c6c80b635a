"""What the shop asks of a gateway. Whoever speaks this can be one."""

from collections.abc import Mapping
from typing import Protocol

from src.modules.payments.contracts import Charge, Kind, Outcome


class Gateway(Protocol):
    """All calls may be repeated: the operation's id is the gateway's idempotency key.

    Each may raise GatewayFailed or GatewayTimedOut: then nobody knows, and `status` is to be asked.
    """

    name: str

    def charge(self, charge: Charge) -> Outcome:
        """Take the money, now or (PENDING, REQUIRES_ACTION) later: authorized and captured in one step."""

    def refund(self, refund: Charge) -> Outcome:
        """Give so much of the charge `refund.gateway_id` back: REFUNDED or REFUND_FAILED."""

    def status(self, charge: Charge) -> Outcome:
        """What became of a charge; FAILED with code `not_found` if it never arrived."""

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> Outcome | None:
        """What the gateway tells by itself; None for news that do not matter here. Raises BadSignature."""


def said(gateway: str, charge: Charge, kind: Kind, **more: str) -> Outcome:
    """An outcome of `charge`."""
    return Outcome(
        operation=charge.operation, reference=charge.reference, gateway=gateway, kind=kind,
        amount=charge.amount, currency=charge.currency, **more,
    )  # fmt: skip
