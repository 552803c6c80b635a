"""What a person may ask of the shop by the GDPR: to see all that it holds about them, and to be forgotten.

Other modules hold data about people too. Each contributes its part when it is imported (`contributions.py`).
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from src.modules.identity import selectors
from src.modules.identity.contracts import Device
from src.modules.identity.errors import RecentLoginRequired
from src.modules.identity.events import ShopClosed
from src.modules.identity.models import LoginSession, Proof, User
from src.modules.identity.services.passwords import refuse_wrong
from src.modules.identity.services.sessions import end_sessions_of
from src.platform.auth.principal import Role
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.events.outbox import publish

Export = Callable[[UUID], Any]
Erasure = Callable[[UUID], None]

# How young a log-in must be for an erasure without the password.
RECENT = timedelta(minutes=10)

_exports: dict[str, Export] = {}
_erasures: dict[str, Erasure] = {}


def contribute_export(name: str, function: Export) -> None:
    """Have `function(user_id)`, plain values that JSON can hold, be the part `name` of every export."""
    _exports[name] = function


def contribute_erasure(name: str, function: Erasure) -> None:
    """Have `function(user_id)` called, inside the transaction, when a person is erased. It keeps the books."""
    _erasures[name] = function


def export(user_id: UUID) -> dict[str, Any]:
    """All personal data held, by module."""
    return {name: part(user_id) for name, part in _exports.items()}


def erase_oneself(*, user_id: UUID, session_id: UUID, password: str | None, device: Device) -> None:
    """Forget the caller, who signed in a moment ago or knows the password. Raises RecentLoginRequired, LastAdmin."""
    user = selectors.user_of(user_id)
    if password is not None:
        refuse_wrong(user, password, device)
    elif not LoginSession.objects.filter(pk=session_id, created_at__gt=timezone.now() - RECENT).exists():
        raise RecentLoginRequired
    erase(user_id=user_id)


@atomic
def erase(*, user_id: UUID) -> None:
    """Forget a person: the account stays as an empty shell for the books to refer to. Raises NotFound, LastAdmin."""
    forget(user_id=user_id)


@inside_transaction
def forget(*, user_id: UUID) -> None:
    """The step of `erase`, for Django's admin, which has a transaction of its own."""
    user = selectors.user_of(user_id, locked=True)
    for erasure in _erasures.values():
        erasure(user_id)
    end_sessions_of(user_id)
    if user.role != Role.CUSTOMER:
        publish(ShopClosed(seller_id=user_id))
    _empty(user)


def _empty(user: User) -> None:
    user.email, user.name, user.phone, user.shop_name = f"{user.pk}@erased.invalid", "", "", ""
    user.email_verified = user.is_active = False
    user.set_unusable_password()
    user.erased_at = timezone.now()
    user.save()
    user.addresses.all().delete()
    LoginSession.objects.filter(user=user).update(user_agent="", address=None)
    for kept in (Proof, Authenticator, SocialAccount):
        kept.objects.filter(user=user).delete()


def own_part(user_id: UUID) -> dict[str, Any]:
    """What identity itself holds."""
    profile = ("email", "email_verified", "name", "phone", "role", "shop_name", "seller_approved", "date_joined")
    address = ("full_name", "line1", "line2", "city", "region", "postal_code", "country", "phone", "is_default")
    session = ("created_at", "last_used_at", "user_agent", "address", "revoked_at")
    return {
        "profile": User.objects.filter(pk=user_id).values(*profile).get(),
        "addresses": list(selectors.addresses_of(user_id).values(*address)),
        "sessions": list(LoginSession.objects.filter(user_id=user_id).order_by("-pk").values(*session)),
        "linked_accounts": list(SocialAccount.objects.filter(user_id=user_id).values("provider", "uid", "extra_data")),
        "second_factor": Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists(),
    }


contribute_export("account", own_part)
