"""What other modules receive from payments. Amounts in minor units of `currency`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from src.platform.money import Money


class Kind(StrEnum):
    """What a line of the payment records says about its operation (one charge, or one refund)."""

    OPENED = "opened"  # the gateway is about to be asked
    UNKNOWN = "unknown"  # the gateway did not say in time: to be asked again
    PENDING = "pending"  # the gateway will tell by webhook
    REQUIRES_ACTION = "requires_action"  # the customer has to do something first (3-D Secure)
    PROMISED = "promised"  # to be paid on delivery
    CAPTURED = "captured"  # the money is ours
    FAILED = "failed"  # refused, or it never happened: no money moved
    REFUND_OPENED = "refund_opened"  # so much is going back: no longer there for another refund
    REFUNDED = "refunded"  # it went back
    REFUND_FAILED = "refund_failed"  # it did not go back, and can be tried anew


# A charge in one of these states may still become money; after the latter two it is settled.
OPEN_KINDS = (Kind.OPENED, Kind.UNKNOWN, Kind.PENDING, Kind.REQUIRES_ACTION)
SETTLED_KINDS = (Kind.CAPTURED, Kind.FAILED)


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What to ask of a gateway: so much for `reference`, once, however often it is asked under `operation`.

    Of a refund, `gateway_id` is what the gateway calls the charge that it gives back.
    """

    operation: UUID
    reference: str
    amount: int
    currency: str
    method: str
    token: str = ""
    gateway_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a gateway says of one operation. `code` says why, where it is not good."""

    operation: UUID
    reference: str
    gateway: str
    kind: Kind
    amount: int
    currency: str
    gateway_id: str = ""
    code: str = ""
    client_secret: str = ""


@dataclass(frozen=True)
class Attempt:
    """One charge or refund as people see it."""

    id: UUID
    type: str
    method: str
    status: str
    amount: Money
    currency: str
    code: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Receipt:
    """Money that came, and when."""

    amount: int
    at: datetime


@dataclass(frozen=True)
class Balance:
    """The money of one reference. `refunding` has been asked for, and will be `refunded` or fail."""

    captured: int = 0
    refunding: int = 0
    refunded: int = 0

    @property
    def refundable(self) -> int:
        return self.captured - self.refunding - self.refunded
