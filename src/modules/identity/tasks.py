"""What the worker does for people: it looks up who has an address, which the requests never do."""

from datetime import timedelta
from uuid import UUID

from src.modules.identity.services import log_in, passwords, proofs, sessions, sign_up, tallies
from src.platform.tasks.registry import task


@task("identity.welcome")
def welcome(email: str, user_id: str, proof_id: str) -> None:
    """Mail somebody who signed up, or whose address somebody signed up with."""
    sign_up.welcome(email=email, user_id=UUID(user_id), proof_id=UUID(proof_id))


@task("identity.mail_verification")
def mail_verification(email: str, proof_id: str) -> None:
    """Mail a key that proves an address."""
    sign_up.mail_verification(email=email, proof_id=UUID(proof_id))


@task("identity.mail_reset")
def mail_reset(email: str, proof_id: str) -> None:
    """Mail a key that sets a new password."""
    passwords.mail_reset(email=email, proof_id=UUID(proof_id))


@task("identity.mail_code")
def mail_code(email: str, proof_id: str) -> None:
    """Mail a code that signs in."""
    log_in.mail_code(email=email, proof_id=UUID(proof_id))


@task("identity.forget", every=timedelta(hours=1))
def forget() -> None:
    """Drop expired sessions, keys and tallies, and accounts that nobody ever got into."""
    sign_up.forget_never_used()
    proofs.forget_old_proofs()
    sessions.forget_old_sessions()
    tallies.forget_old_tallies()
