"""People who ask how the business goes."""

from typing import Any
from uuid import UUID

import pytest

from src.platform.auth.principal import Role
from tests.factories.callers import Caller
from tests.factories.shops import caller_of, person


@pytest.fixture(autouse=True)
def unhurried(settings: Any) -> None:
    """Cheap passwords, and no rate limits: they have tests of their own."""
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0


@pytest.fixture
def staff(db: None) -> UUID:
    return person(Role.ADMIN)


@pytest.fixture
def admin(staff: UUID) -> Caller:
    return caller_of(staff, Role.ADMIN)
