"""Mails as files: what a newcomer without a mail server reads them with is any mail program."""

from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from src.platform.ids import uuid7


class EmlFileBackend(BaseEmailBackend):
    """Writes each message to `<data-dir>/mail/<time-ordered id>.eml` (RFC 5322)."""

    def send_messages(self, email_messages: "list[EmailMessage]") -> int:  # type: ignore[override]
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            self._write(folder / f"{uuid7()}.eml", message.message().as_bytes())
        return len(email_messages)

    def _write(self, path: Path, content: bytes) -> None:
        """Whole or not at all: a reader never sees half a mail."""
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(content)
        unfinished.rename(path)
