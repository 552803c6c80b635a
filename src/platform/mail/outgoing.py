"""Post a mail: in the transaction that causes it, so that it goes out if that commits, and once for one cause."""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from src.platform.db.transactions import inside_transaction
from src.platform.mail.models import OutgoingMail
from src.platform.tasks.queue import enqueue

MAILS = uuid5(NAMESPACE_URL, "mercer:mail")


@inside_transaction
def post(kind: str, *, to: str, context: Mapping[str, Any], cause: str) -> None:
    """Have the worker send the mail `kind` to the address `to`; a second one of the same kind and cause is none.

    `kind` names the templates `mail/<kind>.subject.txt`, `.txt` and `.html`, which see `context` (plain values).
    """
    mail = OutgoingMail(pk=id_of(kind, cause), kind=kind, cause=cause, recipient=to, context=dict(context))
    if _is_new(mail):
        enqueue("mail.deliver", mail_id=str(mail.pk))


def id_of(kind: str, cause: str) -> UUID:
    """The same for the same cause, in every process and at every attempt."""
    return uuid5(MAILS, f"{kind}\n{cause}")


def _is_new(mail: OutgoingMail) -> bool:
    known = OutgoingMail.objects.filter(pk=mail.pk)
    if known.exists():
        return False
    # Two transactions may get here at once: the later one waits for the first, then writes nothing. Its task is
    # harmless, since delivering knows what was sent.
    OutgoingMail.objects.bulk_create([mail], ignore_conflicts=True)
    return True
