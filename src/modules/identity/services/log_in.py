"""Logging in with a password."""

from src.modules.identity.contracts import Device
from src.modules.identity.errors import EmailNotVerified, InvalidCredentials
from src.modules.identity.models import User
from src.modules.identity.services.sessions import SignedIn, open_session
from src.platform.auth.passwords import matches
from src.platform.auth.principal import Role
from src.platform.db.transactions import atomic
from src.platform.errors import Forbidden


def log_in(*, email: str, password: str, device: Device, otp: str | None = None) -> SignedIn:
    """Sign a person in. Raises InvalidCredentials, EmailNotVerified."""
    return _enter(_proved(email, password), device)


def log_in_as_admin(*, email: str, password: str, device: Device, otp: str | None = None) -> SignedIn:
    """Sign an admin in at the admins' own door. Raises as `log_in`, and Forbidden for anybody else."""
    user = _proved(email, password)
    if user.role != Role.ADMIN:
        raise Forbidden
    return _enter(user, device, as_admin=True)


def _proved(email: str, password: str) -> User:
    """Whose address and password these are. An unknown address costs as much as a known one."""
    user: User | None = User.objects.at(email).first()
    right = matches(password, user.password if user else None)
    if user is None or not right or not user.is_active:
        raise InvalidCredentials
    if not user.email_verified:
        raise EmailNotVerified
    return user


@atomic
def _enter(user: User, device: Device, *, as_admin: bool = False) -> SignedIn:
    return open_session(user, device, as_admin=as_admin)
