"""Passwords: which are good enough, how one gets a new one."""

from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from src.modules.identity.contracts import Device
from src.modules.identity.errors import WrongPassword
from src.modules.identity.models import Purpose, User
from src.modules.identity.selectors import user_of
from src.modules.identity.services import proofs, tallies
from src.modules.identity.services.sessions import end_sessions_of
from src.platform.auth.passwords import hash_password, matches
from src.platform.db.transactions import atomic
from src.platform.errors import Unprocessable
from src.platform.ids import uuid7
from src.platform.mail.outgoing import post
from src.platform.tasks.queue import enqueue


def refuse_weak(password: str, user: User, *, field: str = "password") -> None:
    """Raises Unprocessable, naming every rule that the password breaks."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        problems = [
            {"field": field, "code": error.code or "invalid", "message": " ".join(error.messages)}
            for error in weak.error_list
        ]
        raise Unprocessable(errors=problems) from weak


def ask_for_reset(*, email: str) -> None:
    """Have a key mailed to the owner of this address, if there is one."""
    tallies.count_mail(Purpose.RESET_PASSWORD, email)
    enqueue("identity.mail_reset", email=email, proof_id=str(uuid7()))


@atomic
def mail_reset(*, email: str, proof_id: UUID) -> None:
    """Mail a key to who has this address."""
    user = User.objects.at(email).filter(is_active=True).first()
    if user is not None:
        proof = proofs.give(Purpose.RESET_PASSWORD, user, proof_id=proof_id)
        post("identity/reset_password", to=user.email, context={"proof": str(proof.pk)}, cause=str(proof.pk))


def reset(*, key: str, password: str) -> User:
    """A new password for who has the mailed key; everybody is signed out. Raises InvalidKey, Unprocessable."""
    user = _owner_of(key)
    refuse_weak(password, user)
    return _reset(key, hash_password(password))


@atomic
def _owner_of(key: str) -> User:
    return proofs.shown(key, Purpose.RESET_PASSWORD).user


@atomic
def _reset(key: str, hashed: str) -> User:
    """The key proves the address too: it was mailed there."""
    proof = proofs.shown(key, Purpose.RESET_PASSWORD)
    user = proof.user
    user.password, user.email_verified = hashed, True
    user.save(update_fields=["password", "email_verified"])
    proofs.void(user.pk)
    end_sessions_of(user.pk)
    _tell(user)
    return user


def change_password(*, user_id: UUID, session_id: UUID, old_password: str, new_password: str, device: Device) -> User:
    """A new password; other sessions end. Raises WrongPassword, Unprocessable."""
    user = user_of(user_id)
    refuse_wrong(user, old_password, device)
    refuse_weak(new_password, user, field="new_password")
    _set(user, hash_password(new_password), keep=session_id)
    return user


def _tell(user: User) -> None:
    """Whoever did it, the owner hears of it."""
    post("identity/password_changed", to=user.email, context={}, cause=str(uuid7()))


def refuse_wrong(user: User, password: str, device: Device) -> None:
    """Ask a signed-in person for the password again. Raises WrongPassword, and RateLimited to who guesses."""
    tallies.count_try(user.email, device)
    if not matches(password, user.password):
        raise WrongPassword
    tallies.forgive(user.email, device)


@atomic
def _set(user: User, hashed: str, *, keep: UUID) -> None:
    User.objects.filter(pk=user.pk).update(password=hashed)
    proofs.void(user.pk)
    end_sessions_of(user.pk, but=keep)
    _tell(user)
