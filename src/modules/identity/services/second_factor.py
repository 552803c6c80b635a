"""The second factor: codes of an authenticator (TOTP, RFC 6238), and recovery codes for when it is lost.

Kept in allauth's table, the secrets encrypted. A code of an authenticator signs in once: the step it was made for is
noted under the row's lock, so that neither a second look nor a parallel request can use it again.
"""

import hmac
from base64 import b32encode
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db.models.functions import Now

from src.modules.identity.contracts import Device
from src.modules.identity.errors import InvalidOtp, OtpRequired, TotpEnrolled, TotpNotEnrolled
from src.modules.identity.models import Proof, Purpose, User
from src.modules.identity.selectors import user_of
from src.modules.identity.services import proofs, tallies
from src.modules.identity.services.sessions import end_sessions_of
from src.platform.auth.mailed_keys import secret_of
from src.platform.db.transactions import atomic, inside_transaction
from src.platform.ids import uuid7
from src.platform.mail.outgoing import post

TOTP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator needs to know: typed in, or shown as a QR code."""

    secret: str
    uri: str


@inside_transaction
def ask_for_second_factor(user: User, otp: str | None) -> None:
    """Pass who has none, or shows it. Raises OtpRequired, InvalidOtp."""
    factors = _factors(user.pk)
    if TOTP not in factors:
        return
    if otp is None:
        raise OtpRequired
    if not (_is_next_code(factors[TOTP], otp) or _is_recovery_code(factors, otp)):
        raise InvalidOtp


@atomic
def begin_totp(*, user_id: UUID) -> Enrolment:
    """A secret for an authenticator, in force once a code of it is confirmed. Raises TotpEnrolled."""
    user = user_of(user_id)
    if TOTP in _factors(user_id):
        raise TotpEnrolled
    secret = _text(proofs.give(Purpose.ENROL_TOTP, user))
    return Enrolment(secret=secret, uri=get_adapter().build_totp_url(user, secret))


def confirm_totp(*, user_id: UUID, session_id: UUID, code: str, device: Device) -> list[str]:
    """The authenticator works: ask for it from now on. Recovery codes. Raises InvalidOtp, TotpEnrolled."""
    tallies.count_try(str(user_id), device)
    codes = _enrol(user_id, session_id, code)
    tallies.forgive(str(user_id), device)
    return codes


@atomic
def _enrol(user_id: UUID, session_id: UUID, code: str) -> list[str]:
    user = user_of(user_id)
    begun = Proof.objects.filter(user=user, purpose=Purpose.ENROL_TOTP, used_at=None, expires_at__gt=Now())
    proof = begun.select_for_update().order_by("-pk").first()
    if TOTP in _factors(user_id):
        raise TotpEnrolled
    if proof is None or _step_of(_text(proof), code) is None:
        raise InvalidOtp
    Authenticator.objects.create(user=user, type=TOTP, data={"secret": get_adapter().encrypt(_text(proof))})
    proofs.use(proof)
    end_sessions_of(user_id, but=session_id)
    post("identity/second_factor_added", to=user.email, context={}, cause=str(proof.pk))
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


def remove_totp(*, user_id: UUID, code: str, device: Device) -> None:
    """Ask for no second factor any more. Raises TotpNotEnrolled, InvalidOtp."""
    tallies.count_try(str(user_id), device)
    _remove(user_id, code)
    tallies.forgive(str(user_id), device)


@atomic
def _remove(user_id: UUID, code: str) -> None:
    factors = _factors(user_id)
    if TOTP not in factors:
        raise TotpNotEnrolled
    if _step_of(_secret(factors[TOTP]), code) is None and not _is_recovery_code(factors, code):
        raise InvalidOtp
    Authenticator.objects.filter(user_id=user_id).delete()
    post("identity/second_factor_removed", to=user_of(user_id).email, context={}, cause=str(uuid7()))


def _factors(user_id: UUID) -> dict[str, Authenticator]:
    locked = Authenticator.objects.select_for_update().filter(user_id=user_id).order_by("pk")
    return {factor.type: factor for factor in locked}


def _is_next_code(totp: Authenticator, code: str) -> bool:
    """RFC 6238, section 5.2: a code is accepted once, and none of an earlier step after it."""
    step = _step_of(_secret(totp), code)
    if step is None or step <= totp.data.get("last_step", 0):
        return False
    totp.data["last_step"] = step
    totp.save(update_fields=["data"])
    return True


def _is_recovery_code(factors: dict[str, Authenticator], code: str) -> bool:
    return RECOVERY in factors and bool(factors[RECOVERY].wrap().validate_code(code))


def _step_of(secret: str, code: str) -> int | None:
    """The step of time, now or just before or after, that this code was made for."""
    step: int
    for step in yield_hotp_counters_from_time():
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, step)).encode(), code.encode()):
            return step
    return None


def _secret(totp: Authenticator) -> str:
    secret: str = get_adapter().decrypt(totp.data["secret"])
    return secret


def _text(proof: Proof) -> str:
    return b32encode(secret_of(proof.pk)).decode()
