"""Guards: what an operation may ask of its caller. `auth=signed_in`, `auth=merchant`, `auth=admin`."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.http import HttpRequest
from ninja.security import HttpBearer

from src.platform.auth import revocations, tokens
from src.platform.auth.principal import Principal, Role
from src.platform.errors import Forbidden
from src.platform.observability.context import Actor, act_as

RoleNow = Callable[[Principal], Role]


def roles_are_known_by(function: RoleNow) -> None:
    """Have `function` asked before a caller is turned away: a right that was just given holds at once.

    It costs one statement, for calls that would be refused without it.
    """
    _who_knows.append(function)


_who_knows: list[RoleNow] = []


def _role_now(principal: Principal) -> Role:
    return _who_knows[-1](principal) if _who_knows else principal.role


class Guard(HttpBearer):
    """A valid access token (RFC 6750), of one of the roles. Else 401, or 403 for a known caller of another role."""

    openapi_name = "AccessToken"

    def __init__(self, roles: Iterable[Role]) -> None:
        super().__init__()
        self.roles = frozenset(roles)

    def authenticate(self, request: HttpRequest, token: str) -> Principal | None:
        principal = tokens.read(token)
        if principal is None or revocations.is_revoked(principal.session_id):
            return None
        if principal.role not in self.roles:
            principal = replace(principal, role=_role_now(principal))
        if principal.role not in self.roles:
            raise Forbidden
        request.principal = principal  # type: ignore[attr-defined]
        act_as(Actor(str(principal.user_id), is_staff=principal.role is not Role.CUSTOMER))
        return principal


class Visitor(Guard):
    """Anyone; a valid token is taken note of, and a bad one refused rather than ignored."""

    def __call__(self, request: HttpRequest) -> Principal | bool | None:
        if "Authorization" not in request.headers:
            return True
        found: Principal | None = super().__call__(request)
        return found


class Holder(Visitor):
    """Anyone who is signed in, or shows a token of another kind in `header`: whose it is, the operation finds out."""

    def __init__(self, header: str) -> None:
        super().__init__(Role)
        self.header_of_token = header

    def __call__(self, request: HttpRequest) -> Principal | bool | None:
        return super().__call__(request) if {"Authorization", self.header_of_token} & set(request.headers) else None


signed_in = Guard(Role)
merchant = Guard({Role.SELLER, Role.ADMIN})
admin = Guard({Role.ADMIN})
visitor = Visitor(Role)
cart_holder = Holder("X-Cart-Token")
order_holder = Holder("X-Order-Token")
