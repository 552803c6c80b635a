"""Signing up, and proving that an address is one's own.

Whether an address has an account shows neither in an answer nor in the time it takes: the request does the same work
for every address and leaves the looking up to the worker, which writes to the owner alone.
"""

from uuid import UUID

from django.conf import settings
from django.utils import timezone

from src.modules.identity.contracts import Device
from src.modules.identity.errors import EmailTaken, InvalidKey
from src.modules.identity.models import Purpose, User
from src.modules.identity.services import proofs, tallies
from src.modules.identity.services.passwords import refuse_weak
from src.modules.identity.services.sessions import greet
from src.platform.auth.passwords import hash_password
from src.platform.auth.principal import Role
from src.platform.db.refusals import refuses
from src.platform.db.transactions import atomic
from src.platform.ids import uuid7
from src.platform.mail.outgoing import post
from src.platform.tasks.queue import enqueue

# How many unused accounts are dropped in one transaction.
BATCH = 1000

refuses("identity_email_unique", EmailTaken)
refuses("identity_user_email_key", EmailTaken)


def sign_up(*, email: str, password: str, name: str = "", phone: str = "", role: Role = Role.CUSTOMER) -> None:
    """Make an account, if the address has none, and mail its owner. Raises Unprocessable for a weak password."""
    user = User(email=User.objects.normalize_email(email), name=name, phone=phone, role=role)
    refuse_weak(password, user)
    user.password = hash_password(password)
    _keep(user)


@atomic
def _keep(user: User) -> None:
    User.objects.bulk_create([user], ignore_conflicts=True)
    enqueue("identity.welcome", email=user.email, user_id=str(user.pk), proof_id=str(uuid7()))


@atomic
def welcome(*, email: str, user_id: UUID, proof_id: UUID) -> None:
    """Mail a key to a new person; tell an old one that somebody signed up with their address."""
    user = User.objects.at(email).filter(is_active=True).first()
    if user is None:
        return
    if user.pk == user_id:
        _mail_verification(user, proof_id)
    else:
        # Whoever set the password of an unverified account, a reset makes it the owner's.
        proof = proofs.give(Purpose.RESET_PASSWORD, user, proof_id=proof_id)
        post("identity/account_exists", to=user.email, context={"proof": str(proof.pk)}, cause=str(proof.pk))


def ask_for_verification(*, email: str) -> None:
    """Have the verification mail sent again, if there is anything to verify."""
    tallies.count_mail(Purpose.VERIFY_EMAIL, email)
    enqueue("identity.mail_verification", email=email, proof_id=str(uuid7()))


@atomic
def mail_verification(*, email: str, proof_id: UUID) -> None:
    """Mail a key to who has this address and has not proved it yet."""
    user = User.objects.at(email).filter(is_active=True, email_verified=False).first()
    if user is not None:
        _mail_verification(user, proof_id)


def _mail_verification(user: User, proof_id: UUID) -> None:
    proof = proofs.give(Purpose.VERIFY_EMAIL, user, proof_id=proof_id)
    post("identity/verify_email", to=user.email, context={"proof": str(proof.pk)}, cause=str(proof.pk))


@atomic
def verify(*, key: str, device: Device) -> User:
    """The mailed key came back: the address is the person's, and so is the guest's cart. Raises InvalidKey."""
    proof = proofs.shown(key, Purpose.VERIFY_EMAIL, Purpose.CHANGE_EMAIL)
    user = proof.user
    if proof.purpose == Purpose.CHANGE_EMAIL:
        _move(user, proof.email)
    elif user.email != proof.email:
        raise InvalidKey
    user.email_verified = True
    user.save(update_fields=["email", "email_verified"])
    proofs.use(proof)
    greet(user, device)
    return user


@atomic
def forget_never_used() -> None:
    """Drop accounts whose address nobody proved in time: whoever has it signs up anew. A batch at a time."""
    old = User.objects.never_used().filter(date_joined__lt=timezone.now() - settings.UNVERIFIED_ACCOUNT_LIFETIME)
    batch = list(old.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:BATCH])
    User.objects.filter(pk__in=batch).delete()


def _move(user: User, email: str) -> None:
    """The new address is in force; what was mailed to the old one proves nothing any more, and its owner is told."""
    proofs.void(user.pk)
    post("identity/email_changed", to=user.email, context={"new_email": email}, cause=str(uuid7()))
    user.email = email
