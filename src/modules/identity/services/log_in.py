"""The ways in: a password, a mailed code. Each asks for the second factor before anything is spent."""

from uuid import UUID

from src.modules.identity.contracts import Device
from src.modules.identity.errors import EmailNotVerified, InvalidCode, InvalidCredentials, InvalidOtp, OtpRequired
from src.modules.identity.models import Purpose, User
from src.modules.identity.services import proofs, tallies
from src.modules.identity.services.second_factor import ask_for_second_factor
from src.modules.identity.services.sessions import SignedIn, end_sessions_of, open_session
from src.platform.auth.passwords import matches
from src.platform.auth.principal import Role
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.errors import Forbidden, Refusal
from src.platform.ids import uuid7
from src.platform.mail.outgoing import post
from src.platform.tasks.queue import enqueue


def log_in(*, email: str, password: str, otp: str | None = None, device: Device) -> SignedIn:
    """Sign a person in. Raises InvalidCredentials, EmailNotVerified, OtpRequired, InvalidOtp, RateLimited."""
    return _enter(proved(email, password, device), otp, device)


def log_in_as_admin(*, email: str, password: str, otp: str | None = None, device: Device) -> SignedIn:
    """Sign an admin in at the admins' own door. Raises as `log_in`, and Forbidden for anybody else."""
    user = proved(email, password, device)
    if user.role != Role.ADMIN:
        raise Forbidden
    return _enter(user, otp, device, as_admin=True)


def admit_to_the_site(
    *, email: str, password: str, otp: str | None = None, device: Device, role: Role = Role.ADMIN
) -> User:
    """Who may open the admin, or the sellers' site. Both keep sessions of their own. Raises as `log_in_as_admin`."""
    user = proved(email, password, device)
    if user.acts_as != role:
        raise Forbidden
    _show_second_factor(user, otp, device)
    return user


@atomic
def _show_second_factor(user: User, otp: str | None, device: Device) -> None:
    ask_for_second_factor(user, otp)
    tallies.forgive(user.email, device)


def proved(email: str, password: str, device: Device) -> User:
    """Whose address and password these are. An unknown address costs as much as a known one."""
    tallies.count_try(email, device)
    user: User | None = User.objects.at(email).first()
    right = matches(password, user.password if user else None)
    if user is None or not right or not user.is_active:
        raise InvalidCredentials
    if not user.email_verified:
        raise EmailNotVerified
    return user


@atomic
def _enter(user: User, otp: str | None, device: Device, *, as_admin: bool = False) -> SignedIn:
    ask_for_second_factor(user, otp)
    tallies.forgive(user.email, device)
    return open_session(user, device, as_admin=as_admin)


def ask_for_code(*, email: str) -> None:
    """Have a code mailed to the owner of this address, if there is one."""
    tallies.count_mail(Purpose.LOG_IN, email)
    enqueue("identity.mail_code", email=email, proof_id=str(uuid7()))


@atomic
def mail_code(*, email: str, proof_id: UUID) -> None:
    """Mail a code to who has this address."""
    user = User.objects.at(email).filter(is_active=True).first()
    if user is not None:
        proof = proofs.give(Purpose.LOG_IN, user, proof_id=proof_id)
        post("identity/log_in_code", to=user.email, context={"proof": str(proof.pk)}, cause=str(proof.pk))


def log_in_by_code(*, email: str, code: str, otp: str | None = None, device: Device) -> SignedIn:
    """Sign in who has the mailed code. Raises InvalidCode, OtpRequired, InvalidOtp."""
    outcome = _enter_by_code(email, code, otp, device)
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


@atomic
def _enter_by_code(email: str, code: str, otp: str | None, device: Device) -> SignedIn | Refusal:
    """Refusals are returned, not raised: the try must be counted."""
    proof = proofs.code_shown(email, code)
    if proof is None:
        return InvalidCode()
    try:
        ask_for_second_factor(proof.user, otp)
    except OtpRequired as refusal:
        proofs.give_back_the_try(proof)
        return refusal
    except InvalidOtp as refusal:
        return refusal
    proofs.use(proof)
    take_possession(proof.user)
    return open_session(proof.user, device)


@inside_transaction
def take_possession(user: User) -> None:
    """The first proof that an address is this person's: whatever was set up before it, others may have set up."""
    if user.email_verified:
        return
    user.set_unusable_password()
    user.email_verified = True
    user.save(update_fields=["password", "email_verified"])
    end_sessions_of(user.pk)
