"""What other modules receive from the inventory."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Why a count moved. What each kind does to the three counts, the ledger's columns say."""

    RECEIVED = "received"  # goods came in: on hand
    ADJUSTED = "adjusted"  # somebody counted again: on hand, up or down
    RESERVED = "reserved"  # set aside for an order
    RELEASED = "released"  # no longer set aside
    SHIPPED = "shipped"  # left the house: on hand and set aside fall together
    RETURNED = "returned"  # came back: on hand
    SOLD = "sold"  # became a sale: the sold count alone
    UNSOLD = "unsold"  # the sale was undone: the sold count alone


@dataclass(frozen=True)
class Level:
    """How a stock item stands, in units. `available` is what can still be sold."""

    on_hand: int
    reserved: int
    sold: int

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved
