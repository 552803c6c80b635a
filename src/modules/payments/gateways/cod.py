"""Cash on delivery: the carrier is the gateway. The money is ours once the goods are delivered."""

from collections.abc import Mapping

from src.modules.payments.contracts import Charge, Kind, Outcome
from src.modules.payments.errors import UnknownGateway
from src.modules.payments.gateways.interface import said


class CashOnDelivery:
    """Promises at once; staff give money back by hand, and the records say so."""

    name = "cod"

    def charge(self, charge: Charge) -> Outcome:
        return said(self.name, charge, Kind.PROMISED)

    def refund(self, refund: Charge) -> Outcome:
        return said(self.name, refund, Kind.REFUNDED)

    def status(self, charge: Charge) -> Outcome:
        """A promise that was not written down was not made."""
        return said(self.name, charge, Kind.FAILED, code="not_found")

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> Outcome | None:
        """Nobody calls."""
        raise UnknownGateway
