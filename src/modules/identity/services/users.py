"""What admins do with accounts."""

from uuid import UUID

from src.modules.identity import selectors
from src.modules.identity.errors import NotASeller
from src.modules.identity.events import ShopClosed, ShopOpened
from src.modules.identity.models import User
from src.modules.identity.services.passwords import refuse_weak
from src.modules.identity.services.sessions import end_sessions_of
from src.platform.auth.passwords import hash_password
from src.platform.auth.principal import Role
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.events.outbox import publish
from src.platform.ids import uuid7
from src.platform.mail.outgoing import post


def create_user(*, email: str, password: str | None, name: str, phone: str, role: Role, shop_name: str) -> User:
    """An account that an admin vouches for. Without a password its owner sets one by a reset. Raises EmailTaken."""
    user = User(
        email=User.objects.normalize_email(email), name=name, phone=phone, role=role, shop_name=shop_name,
        email_verified=True, seller_approved=role == Role.SELLER,
    )  # fmt: skip
    if password is None:
        user.set_unusable_password()
    else:
        refuse_weak(password, user)
        user.password = hash_password(password)
    return _keep(user)


@atomic
def _keep(user: User) -> User:
    user.save(force_insert=True)
    user.refresh_from_db(fields=["date_joined"])
    return user


@inside_transaction
def vouch_for(user: User) -> None:
    """An account as an admin made it: its address needs no proof, its owner sets a password by a reset."""
    user.email_verified, user.seller_approved = True, user.role == Role.SELLER
    user.set_unusable_password()
    user.save(force_insert=True)


@atomic
def change_user(
    *, user_id: UUID, role: Role | None = None, is_active: bool | None = None, seller_approved: bool | None = None
) -> User:
    """Change what somebody may do. What they could do before ends at once. Raises LastAdmin, NotASeller."""
    return set_rights(user_id=user_id, role=role, is_active=is_active, seller_approved=seller_approved)


@inside_transaction
def set_rights(*, user_id: UUID, role: Role | None, is_active: bool | None, seller_approved: bool | None) -> User:
    """The step of `change_user`, for Django's admin, which has a transaction of its own."""
    user = selectors.user_of(user_id, locked=True)
    before, sold = (user.role, user.is_active, user.acts_as), _sells(user)
    asked = user.role == Role.SELLER and not user.seller_approved
    user.role = user.role if role is None else role
    user.is_active = user.is_active if is_active is None else is_active
    user.seller_approved = user.role == Role.SELLER and (
        user.seller_approved if seller_approved is None else seller_approved
    )
    if seller_approved and user.role != Role.SELLER:
        raise NotASeller
    user.save(update_fields=["role", "is_active", "seller_approved"])
    if before != (user.role, user.is_active, user.acts_as) and not (asked and user.acts_as == Role.SELLER):
        end_sessions_of(user.pk)
    if sold != _sells(user):
        publish(ShopOpened(seller_id=user.pk) if _sells(user) else ShopClosed(seller_id=user.pk))
    if asked:
        _answer(user)
    return user


def _sells(user: User) -> bool:
    """An admin who was a seller keeps the shop."""
    return user.is_active and user.acts_as in (Role.SELLER, Role.ADMIN)


def _answer(user: User) -> None:
    """Tell somebody who asked to become a seller, once that is decided."""
    if user.acts_as == Role.SELLER:
        post("identity/seller_approved", to=user.email, context={"shop_name": user.shop_name}, cause=str(uuid7()))
    elif user.role != Role.SELLER:
        post("identity/seller_declined", to=user.email, context={"shop_name": user.shop_name}, cause=str(uuid7()))
