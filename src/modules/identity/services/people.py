"""Accounts and profiles."""

from uuid import UUID

from src.modules.identity import selectors
from src.modules.identity.models import User
from src.platform.auth.passwords import hash_password
from src.platform.auth.principal import Role
from src.platform.db.transactions import atomic


@atomic
def enrol(
    *,
    email: str,
    password: str,
    name: str = "",
    role: Role = Role.CUSTOMER,
    shop_name: str = "",
    phone: str = "",
    verified: bool = True,
) -> UUID:
    """Make an account that needs no proof: for demo shops and scripts. A seller is approved with it."""
    user = User(
        email=User.objects.normalize_email(email), password=hash_password(password), name=name, role=role,
        shop_name=shop_name, phone=phone, email_verified=verified, seller_approved=role == Role.SELLER,
    )  # fmt: skip
    user.save(force_insert=True)
    return user.pk


@atomic
def change_profile(*, user_id: UUID, changes: dict[str, str]) -> User:
    """Change what a person says about themselves: `name`, `phone`."""
    if changes:
        User.objects.filter(pk=user_id).update(**changes)
    return selectors.user_of(user_id)
