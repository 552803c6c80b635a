"""From a kind and its facts to a message: subject, text and HTML from templates that a shop can replace."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template

from src.platform.mail.models import OutgoingMail


def compose(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The message, ready to be sent. Composed twice, it has the same Message-ID (RFC 5322, section 3.6.4)."""
    facts = {"frontend_url": settings.FRONTEND_URL, **mail.context}
    message = EmailMultiAlternatives(
        subject=" ".join(_text(f"mail/{mail.kind}.subject.txt", facts).split()),
        body=_text(f"mail/{mail.kind}.txt", facts).strip() + "\n",
        to=[mail.recipient],
        # RFC 3834: nobody's out-of-office reply should answer these.
        headers={"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(get_template(f"mail/{mail.kind}.html").render(facts), "text/html")
    return message


def message_id(mail: OutgoingMail) -> str:
    """One mail, one id: a mail program that gets it twice shows it once."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{mail.pk}@{domain or 'localhost'}>"


def _text(template: str, facts: dict[str, Any]) -> str:
    """Plain text: `Tom & Jerry` stays as it is."""
    found: str = get_template(template).template.render(Context(facts, autoescape=False))  # type: ignore[attr-defined]
    return found
