"""A customer, another one, and two who run the shop."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from src.modules.identity import public as identity
from src.modules.identity.models import User
from src.platform.auth.principal import Role
from tests.factories.callers import PASSWORD, Caller
from tests.factories.mailbox import Mailbox
from tests.factories.shops import caller_of


@pytest.fixture(autouse=True)
def unhurried(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path, db: None) -> Mailbox:
    """Everybody's mails."""
    settings.EMAIL_BACKEND = "src.platform.mail.files.EmlFileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return Mailbox()


@pytest.fixture
def ann(db: None) -> UUID:
    return identity.enrol(email="ann@example.com", password=PASSWORD, name="Ann")


@pytest.fixture
def root(db: None) -> UUID:
    return identity.enrol(email="root@example.com", password=PASSWORD, name="Root", role=Role.ADMIN)


@pytest.fixture
def wheel(db: None) -> UUID:
    return identity.enrol(email="wheel@example.com", password=PASSWORD, name="Wheel", role=Role.ADMIN)


@pytest.fixture
def customer(ann: UUID) -> Caller:
    return caller_of(ann)


@pytest.fixture
def admin(root: UUID) -> Caller:
    return caller_of(root, Role.ADMIN)


@pytest.fixture
def staff(root: UUID) -> Client:
    """Root's browser, in Django's admin."""
    browser = Client()
    browser.force_login(User.objects.get(pk=root), backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def ticket(customer: Caller) -> Any:
    """Ann's, as she was answered."""
    return customer.post("support/tickets/", {"subject": "Broken", "body": "The mug leaks."}).json()
