"""Post mails: in the transaction that causes them, so that they go out if that commits, and once for one cause."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from src.platform.db.transactions import inside_transaction
from src.platform.mail.models import OutgoingMail
from src.platform.observability.context import caused_by, request_id
from src.platform.tasks.queue import enqueue, gathering

MAILS = uuid5(NAMESPACE_URL, "mercer:mail")


class Letter(NamedTuple):
    """The mail `kind` to the address `to`; a second one of the same kind and cause is none.

    `kind` names the templates `mail/<kind>.subject.txt`, `.txt` and `.html`, which see `context` (plain values).
    """

    kind: str
    to: str
    context: Mapping[str, Any]
    cause: str
    # The request that led to it; the one at hand if it says none.
    request_id: str = ""


@inside_transaction
def post(kind: str, *, to: str, context: Mapping[str, Any], cause: str) -> None:
    """Have the worker send a mail."""
    post_all([Letter(kind, to, context, cause)])


@inside_transaction
def post_all(letters: Iterable[Letter]) -> None:
    """Have the worker send these, in three statements however many."""
    wanted = {id_of(letter.kind, letter.cause): letter for letter in letters}
    for pk in OutgoingMail.objects.filter(pk__in=wanted).values_list("pk", flat=True):
        del wanted[pk]
    # Two transactions may get here at once: the later one waits for the first, then writes nothing. Its task is
    # harmless, since delivering knows what was sent.
    OutgoingMail.objects.bulk_create([_mail(pk, letter) for pk, letter in wanted.items()], ignore_conflicts=True)
    with gathering():
        for pk, letter in wanted.items():
            with caused_by(letter.request_id or request_id()):
                enqueue("mail.deliver", mail_id=str(pk))


def id_of(kind: str, cause: str) -> UUID:
    """The same for the same cause, in every process and at every attempt."""
    return uuid5(MAILS, f"{kind}\n{cause}")


def _mail(pk: UUID, letter: Letter) -> OutgoingMail:
    return OutgoingMail(
        pk=pk, kind=letter.kind, cause=letter.cause, recipient=letter.to, context=dict(letter.context)
    )  # fmt: skip
