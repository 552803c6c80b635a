"""Profiles, addresses, becoming a seller."""

from typing import Any
from uuid import UUID

from django.db.models.functions import Now

from src.modules.identity import selectors
from src.modules.identity.contracts import Device
from src.modules.identity.errors import AlreadySeller
from src.modules.identity.models import Address, Purpose, User
from src.modules.identity.services import proofs
from src.modules.identity.services.passwords import refuse_wrong
from src.platform.auth.passwords import hash_password, no_password
from src.platform.auth.principal import Role
from src.platform.db.transactions import atomic
from src.platform.mail.outgoing import post


@atomic
def enrol(
    *,
    email: str,
    password: str | None,
    name: str = "",
    role: Role = Role.CUSTOMER,
    shop_name: str = "",
    phone: str = "",
    verified: bool = True,
) -> UUID:
    """Make an account that needs no proof: for demo shops and scripts. A seller is approved with it.

    Without a `password` nobody signs in by one.
    """
    stored = hash_password(password) if password else no_password()
    user = User(
        email=User.objects.normalize_email(email), password=stored, name=name, role=role,
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


@atomic
def ask_to_sell(*, user_id: UUID, shop_name: str) -> User:
    """Ask the admins to be let in as a seller; until then the person acts as before. Raises AlreadySeller."""
    user = selectors.user_of(user_id)
    if user.role == Role.ADMIN or user.acts_as == Role.SELLER:
        raise AlreadySeller
    user.role, user.shop_name = Role.SELLER, shop_name
    user.save(update_fields=["role", "shop_name"])
    return user


def ask_for_new_email(*, user_id: UUID, password: str, new_email: str, device: Device) -> None:
    """Mail a key to the new address, and a word to the old one. Raises WrongPassword."""
    user = selectors.user_of(user_id)
    refuse_wrong(user, password, device)
    _mail_both(user, new_email)


@atomic
def _mail_both(user: User, new_email: str) -> None:
    """A taken address is not told to who asks: its owner gets a mail instead of the key."""
    proof = proofs.give(Purpose.CHANGE_EMAIL, user, email=User.objects.normalize_email(new_email))
    owner = User.objects.at(new_email).exclude(pk=user.pk).first()
    kind = "identity/change_email" if owner is None else "identity/address_in_use"
    post(kind, to=new_email, context={"proof": str(proof.pk)} if owner is None else {}, cause=str(proof.pk))
    post("identity/email_changing", to=user.email, context={"new_email": new_email}, cause=str(proof.pk))


@atomic
def add_address(*, user_id: UUID, values: dict[str, str], is_default: bool) -> Address:
    """Keep an address. The first one is the default."""
    first = not selectors.addresses_of(user_id).exists()
    if is_default:
        _no_default(user_id)
    return Address.objects.create(user_id=user_id, is_default=is_default or first, **values)


@atomic
def change_address(*, user_id: UUID, address_id: UUID, values: dict[str, Any]) -> Address:
    """Write an address anew; somebody's only or last default stays the default. Raises UnknownAddress."""
    address = selectors.own_address(user_id, address_id)
    values["is_default"] = address.is_default or values["is_default"]
    if values["is_default"] and not address.is_default:
        _no_default(user_id)
    for field, value in values.items():
        setattr(address, field, value)
    address.save()
    return address


@atomic
def remove_address(*, user_id: UUID, address_id: UUID) -> None:
    """Forget an address; the newest of the others becomes the default. Raises UnknownAddress."""
    address = selectors.own_address(user_id, address_id)
    address.delete()
    heir = selectors.addresses_of(user_id).first()
    if heir is not None and not heir.is_default:
        Address.objects.filter(pk=heir.pk).update(is_default=True)


def _no_default(user_id: UUID) -> None:
    Address.objects.filter(user_id=user_id, is_default=True).update(is_default=False, updated_at=Now())
