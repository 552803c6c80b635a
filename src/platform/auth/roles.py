"""What a person is to the shop."""

from enum import StrEnum


class Role(StrEnum):
    """A seller acts as one only after an admin's approval."""

    CUSTOMER = "customer"
    SELLER = "seller"
    ADMIN = "admin"
