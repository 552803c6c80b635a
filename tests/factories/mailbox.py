"""The mails that people got."""

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from tests.factories.worker import work_off


class Mailbox:
    """Reads the mail folder, after the worker has done its work."""

    def all(self) -> list[EmailMessage]:
        work_off()
        files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.eml"))
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.all() if mail["To"] == address]

    def subjects(self, address: str) -> list[str]:
        return [mail["Subject"] for mail in self.to(address)]

    def key(self, address: str = "ann@example.com") -> str:
        """The key in the newest mail to this address."""
        return _first(r"\?key=([\w-]+)", self.to(address)[-1])

    def code(self, address: str = "ann@example.com") -> str:
        """The six digits in the newest mail to this address."""
        return _first(r"\b(\d{6})\b", self.to(address)[-1])


def _first(pattern: str, mail: EmailMessage) -> str:
    found = re.search(pattern, text_of(mail))
    assert found is not None
    return found.group(1)


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    content: str = part.get_content()
    return content
