"""What the worker does for the mail."""

from datetime import timedelta
from uuid import UUID

from src.platform.mail import delivery
from src.platform.tasks.registry import task


@task("mail.deliver")
def deliver(mail_id: str) -> None:
    """Send one mail."""
    delivery.deliver(UUID(mail_id))


@task("mail.forget", every=timedelta(days=1))
def forget() -> None:
    """Drop old records."""
    delivery.forget_old()
