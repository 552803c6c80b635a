"""Hand mails to the mail server, or try again later."""

from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

import structlog
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models.functions import Now
from django.utils import timezone

from src.platform.db.sql import fetch
from src.platform.mail.composing import compose
from src.platform.mail.models import OutgoingMail
from src.platform.tasks.queue import enqueue_in

# A sender may die between the server's yes and our note of it. Then we send again, with the same Message-ID, once.
MOST_UNANSWERED = 2
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=5), timedelta(hours=1)
WORTH_TRYING_FOR = timedelta(days=3)
KEPT_FOR = timedelta(days=30)

BEGUN = "UPDATE outgoing_mail SET unanswered = %s WHERE id = %s RETURNING id"
SENT = """
UPDATE outgoing_mail SET sent_at = now(), context = '{}', last_error = '', unanswered = 0, attempts = attempts + 1
WHERE id = %s
"""

log = structlog.get_logger("mail")


def deliver(*mail_ids: UUID) -> None:
    """Send mails that wait, over one connection. Safe to run twice: what was sent is not sent again."""
    server, silence = get_connection(), None
    try:
        for mail in OutgoingMail.objects.waiting().filter(pk__in=mail_ids).order_by("pk"):
            if silence is None:
                silence = _deliver(mail, server)
            else:
                _failed(mail, silence, unanswered=mail.unanswered)
    finally:
        with suppress(OSError):
            server.close()


def _deliver(mail: OutgoingMail, server: BaseEmailBackend) -> OSError | None:
    """Send one, noted before and after, each by itself: a sender that dies leaves one of which nobody knows.

    Returns the error if there is no more to be had from the server now.
    """
    if mail.unanswered >= MOST_UNANSWERED:
        _give_up(mail, "Perhaps sent: twice begun, never answered.")
        return None
    message, begun = compose(mail), False
    try:
        server.open()
        begun = _begin(mail)
        server.send_messages([message])
    except OSError as error:
        said_no = isinstance(error, SMTPResponseException | SMTPRecipientsRefused)
        _failed(mail, error, unanswered=mail.unanswered + (begun and not said_no))
        return None if said_no else error
    _sent(mail)
    return None


def _begin(mail: OutgoingMail) -> bool:
    """Note, before the server can say yes, that this mail may be sent from now on."""
    return bool(fetch(BEGUN, [mail.unanswered + 1, mail.pk]))


def _sent(mail: OutgoingMail) -> None:
    fetch(SENT, [mail.pk])


def _failed(mail: OutgoingMail, error: OSError, *, unanswered: int) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(
        last_error=str(error)[:500], unanswered=unanswered, attempts=mail.attempts + 1
    )
    if _is_hopeless(mail, error):
        _give_up(mail, str(error))
        return
    delay = min(FIRST_RETRY * 3 ** min(mail.attempts, 10), LONGEST_RETRY)
    log.warning("mail delayed", kind=mail.kind, mail=str(mail.pk), seconds=delay.seconds, reason=type(error).__name__)
    enqueue_in(delay, "mail.deliver", mail_id=str(mail.pk))


def _is_hopeless(mail: OutgoingMail, error: OSError) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return timezone.now() - mail.created_at > WORTH_TRYING_FOR


def _give_up(mail: OutgoingMail, reason: str) -> None:
    log.error("mail given up", kind=mail.kind, mail=str(mail.pk))
    OutgoingMail.objects.filter(pk=mail.pk).update(given_up_at=Now(), context={}, last_error=reason[:500])


def forget_old() -> None:
    """Drop the record of mails older than a month: addresses are not kept for longer than they are useful."""
    OutgoingMail.objects.filter(created_at__lt=Now() - KEPT_FOR).delete()
