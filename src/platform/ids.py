"""Identifiers that cannot be guessed, yet sort by time: UUIDv7 (RFC 9562, section 5.7)."""

from uuid import UUID

from uuid_utils import compat


def uuid7() -> UUID:
    """A new id. Rows made one after the other lie side by side in an index."""
    return compat.uuid7()
