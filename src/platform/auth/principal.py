"""Who is calling."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from src.platform.auth.roles import Role as Role


@dataclass(frozen=True)
class Principal:
    """The caller as the access token states it. `admin` only if signed in as one at `auth/admin/login/`.

    `role` is the one the caller may act in: an unapproved seller's is CUSTOMER, and an admin's is CUSTOMER too
    when signed in by the customers' door.
    """

    user_id: UUID
    role: Role
    session_id: UUID

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN

    @property
    def is_seller(self) -> bool:
        return self.role is Role.SELLER


class SignedInRequest(HttpRequest):
    """A request behind one of the guards of `platform.auth.bearer`."""

    principal: Principal
