"""People to test with."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from src.modules.identity import public as identity
from src.modules.identity.models import User
from src.platform.auth.roles import Role
from tests.factories.callers import PASSWORD, Caller
from tests.factories.mailbox import Mailbox

Enrol = Callable[..., User]


@pytest.fixture(autouse=True)
def quick_hashing(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def enrol(db: None) -> Enrol:
    """Makes a person with a verified address and PASSWORD."""

    def make(email: str = "ann@example.com", **fields: Any) -> User:
        made: User = User.objects.get(pk=identity.enrol(email=email, **{"password": PASSWORD, **fields}))
        return made

    return make


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path, db: None) -> Mailbox:
    """Everybody's mails."""
    settings.EMAIL_BACKEND = "src.platform.mail.files.EmlFileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return Mailbox()


@pytest.fixture
def ann(enrol: Enrol) -> User:
    """A customer."""
    return enrol()


@pytest.fixture
def caller(db: None) -> Caller:
    return Caller()


@pytest.fixture
def customer(ann: User) -> Caller:
    """Ann, signed in."""
    caller = Caller()
    caller.log_in()
    return caller


@pytest.fixture
def admin(enrol: Enrol) -> Caller:
    """Root, signed in at the admins' door."""
    enrol("root@example.com", role=Role.ADMIN)
    caller = Caller()
    caller.log_in("root@example.com", door="auth/admin/login/")
    return caller
