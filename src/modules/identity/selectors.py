"""Questions about people."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower, Now

from src.modules.identity.contracts import Person, PostalAddress
from src.modules.identity.errors import UnknownAddress
from src.modules.identity.models import Address, LoginSession, User
from src.platform.auth.principal import Role
from src.platform.errors import NotFound


def people(user_ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Those people, by id; unknown ids are left out."""
    rows = User.objects.filter(pk__in=set(user_ids)).values_list("pk", "email", "name", "role", "is_active")
    return {pk: Person(pk, email, name, Role(role), active) for pk, email, name, role, active in rows}


def admins() -> list[UUID]:
    """Who runs the shop: those who can sign in, the longest there first."""
    return list(User.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk").values_list("pk", flat=True))


def people_by_email(emails: Iterable[str]) -> dict[str, Person]:
    """Those people, by address as it was asked for, whatever its case; unknown addresses are left out."""
    wanted = {email.lower(): email for email in emails}
    rows = User.objects.annotate(folded=Lower("email")).filter(folded__in=wanted).values_list("pk", "folded")
    found = {pk: wanted[folded] for pk, folded in rows}
    return {found[pk]: person for pk, person in people(found).items()}


def erased(user_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these people asked to be forgotten."""
    return set(User.objects.filter(pk__in=set(user_ids)).exclude(erased_at=None).values_list("pk", flat=True))


def shop_names(seller_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What the shops of these sellers are called, by the seller's id; unknown ids are left out."""
    rows = User.objects.filter(pk__in=set(seller_ids)).values_list("pk", "shop_name", "name")
    return {pk: shop_name or name or "Seller" for pk, shop_name, name in rows}


def address_of(user_id: UUID, address_id: UUID) -> PostalAddress:
    """One of the person's own addresses. Raises UnknownAddress."""
    fields = PostalAddress.__dataclass_fields__
    found = addresses_of(user_id).filter(pk=address_id).values(*fields).first()
    if found is None:
        raise UnknownAddress
    return PostalAddress(**found)


def addresses_of(user_id: UUID) -> QuerySet[Address]:
    """The person's addresses, the default first, then the newest."""
    return Address.objects.filter(user_id=user_id).order_by("-is_default", "-pk")


def own_address(user_id: UUID, address_id: UUID) -> Address:
    """One of the person's own addresses, to be changed. Raises UnknownAddress."""
    found = addresses_of(user_id).filter(pk=address_id).first()
    if found is None:
        raise UnknownAddress
    return found


def user_of(user_id: UUID, *, locked: bool = False) -> User:
    """The person; `locked`: nobody else changes them meanwhile. Raises NotFound."""
    rows = User.objects.select_for_update(no_key=True) if locked else User.objects.all()
    found: User | None = rows.filter(pk=user_id, erased_at=None).first()
    if found is None:
        raise NotFound
    return found


def live_sessions(user_id: UUID, *, current: UUID | None = None) -> QuerySet[LoginSession]:
    """Where the person is signed in, the latest used first; `current` says which one asks."""
    renewable = LoginSession.objects.filter(tokens__used_at=None, tokens__expires_at__gt=Now())
    own = renewable.filter(user_id=user_id, revoked_at=None)
    return own.annotate(current=Q(pk=current)).order_by("-last_used_at", "-pk")


def users(search: str = "", role: Role | None = None) -> QuerySet[User]:
    """People with an account, the newest first; `search` looks in addresses and names."""
    found: QuerySet[User] = User.objects.filter(erased_at=None)
    if role is not None:
        found = found.filter(role=role)
    if search:
        words = Q(email__icontains=search) | Q(name__icontains=search) | Q(shop_name__icontains=search)
        found = found.filter(words)
    return found.order_by("-pk")
