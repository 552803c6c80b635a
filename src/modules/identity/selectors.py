"""Questions about people."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Lower

from src.modules.identity.contracts import Person, PostalAddress
from src.modules.identity.errors import UnknownAddress
from src.modules.identity.models import Address, User
from src.platform.auth.principal import Role
from src.platform.errors import NotFound


def people(user_ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Those people, by id; unknown ids are left out."""
    rows = User.objects.filter(pk__in=set(user_ids)).values_list("pk", "email", "name", "role", "is_active")
    return {pk: Person(pk, email, name, Role(role), active) for pk, email, name, role, active in rows}


def people_by_email(emails: Iterable[str]) -> dict[str, Person]:
    """Those people, by address as it was asked for, whatever its case; unknown addresses are left out."""
    wanted = {email.lower(): email for email in emails}
    rows = User.objects.annotate(folded=Lower("email")).filter(folded__in=wanted).values_list("pk", "folded")
    found = {pk: wanted[folded] for pk, folded in rows}
    return {found[pk]: person for pk, person in people(found).items()}


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


def user_of(user_id: UUID) -> User:
    """The person. Raises NotFound."""
    found: User | None = User.objects.filter(pk=user_id).first()
    if found is None:
        raise NotFound
    return found
