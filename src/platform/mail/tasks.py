"""What the worker does for the mail."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from src.platform.mail import delivery
from src.platform.tasks.registry import Asked, task


@task("mail.deliver", together=True)
def deliver(asked: Sequence[Asked]) -> None:
    """Send mails."""
    delivery.deliver(*(UUID(one.payload["mail_id"]) for one in asked))


@task("mail.forget", every=timedelta(days=1))
def forget() -> None:
    """Drop old records."""
    delivery.forget_old()
