"""What other modules receive about people."""

from dataclasses import dataclass
from uuid import UUID

from src.platform.auth.roles import Role


@dataclass(frozen=True)
class Person:
    """Somebody with an account."""

    id: UUID
    email: str
    name: str
    role: Role
    is_active: bool


@dataclass(frozen=True)
class PostalAddress:
    """Where parcels go. `country` is ISO 3166 alpha-2; what is not known is an empty text."""

    full_name: str
    line1: str
    line2: str
    city: str
    region: str
    postal_code: str
    country: str
    phone: str


@dataclass(frozen=True)
class Device:
    """From where somebody signs in: what the browser calls itself, the client's address, the guest's cart it has."""

    user_agent: str = ""
    address: str = ""
    cart_token: str = ""
