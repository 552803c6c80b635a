"""Keys and codes that prove who brings them back: made, counted, used once."""

import hmac
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from src.modules.identity.errors import InvalidKey
from src.modules.identity.models import Proof, Purpose, User
from src.platform.auth.mailed_keys import code_of, proof_of
from src.platform.db.transactions import inside_transaction

LIFETIMES = {
    Purpose.VERIFY_EMAIL: timedelta(days=3),
    Purpose.CHANGE_EMAIL: timedelta(hours=24),
    Purpose.RESET_PASSWORD: timedelta(hours=1),
    Purpose.LOG_IN: timedelta(minutes=5),
    Purpose.HAND_OVER: timedelta(minutes=2),
    Purpose.ENROL_TOTP: timedelta(minutes=15),
}
MOST_TRIES = 5

# The newest code of an address, one try counted; of parallel tries each waits for the one before.
TRY_CODE = """
UPDATE identity_proof SET tries = tries + 1
WHERE tries < %(most)s AND used_at IS NULL AND expires_at > now() AND id = (
    SELECT proof.id FROM identity_proof AS proof
    JOIN identity_user AS person ON person.id = proof.user_id AND lower(person.email) = lower(%(email)s)
    WHERE proof.purpose = 'log_in' ORDER BY proof.id DESC LIMIT 1)
RETURNING id
"""


@inside_transaction
def give(purpose: Purpose, user: User, *, email: str = "", proof_id: UUID | None = None) -> Proof:
    """Something to mail or hand over. With an id given, the same one however often it is asked for."""
    values = {
        "purpose": purpose,
        "user": user,
        "email": email or user.email,
        "expires_at": timezone.now() + LIFETIMES[purpose],
    }
    if proof_id is None:
        return Proof.objects.create(**values)
    return Proof.objects.get_or_create(pk=proof_id, defaults=values)[0]


@inside_transaction
def shown(key: str, *purposes: Purpose) -> Proof:
    """The unused proof that this key is of, locked; not yet used by it. Raises InvalidKey."""
    unused = Proof.objects.filter(purpose__in=purposes, used_at=None, expires_at__gt=Now(), user__is_active=True)
    identity = proof_of(key)
    locked = unused.select_related("user").select_for_update(of=("self",))
    proof = locked.filter(pk=identity).first() if identity else None
    if proof is None:
        raise InvalidKey
    return proof


@inside_transaction
def use(proof: Proof) -> None:
    """Nothing is good for a second time, and neither are the others of its kind."""
    Proof.objects.filter(user=proof.user_id, purpose=proof.purpose, used_at=None).update(used_at=Now())


@inside_transaction
def code_shown(email: str, code: str) -> Proof | None:
    """The proof that this code is of, one try counted, or None. The same work whether anybody has this address."""
    with connection.cursor() as cursor:
        cursor.execute(TRY_CODE, {"most": MOST_TRIES, "email": email})
        row = cursor.fetchone()
    if row is None or not hmac.compare_digest(code_of(row[0]).encode(), code.encode()):
        return None
    return Proof.objects.select_related("user").filter(pk=row[0], user__is_active=True).first()


@inside_transaction
def give_back_the_try(proof: Proof) -> None:
    """The code was right, and is kept for when the rest is there too."""
    Proof.objects.filter(pk=proof.pk).update(tries=proof.tries - 1)


@inside_transaction
def void(user_id: UUID) -> None:
    """What was mailed to this person before is worth nothing now."""
    Proof.objects.filter(user_id=user_id, used_at=None).update(used_at=Now())


def forget_old_proofs() -> None:
    """Drop what expired."""
    Proof.objects.filter(expires_at__lt=Now()).delete()
