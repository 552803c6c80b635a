"""A seller, an admin, a category; no rate limits, and files that go with the test."""

from typing import Any
from uuid import UUID

import pytest

from src.modules.identity import public as identity
from src.platform.auth.principal import Role
from src.platform.ids import uuid7
from tests.factories.callers import Caller
from tests.factories.goods import category
from tests.modules.catalog.keeping.people import caller_of


@pytest.fixture(autouse=True)
def unhurried(settings: Any, tmp_path: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def eve() -> UUID:
    return identity.enrol(email="eve@example.com", password="long enough 12", role=Role.SELLER, shop_name="Eve's")


@pytest.fixture
def seller(eve: UUID) -> Caller:
    return caller_of(eve, Role.SELLER)


@pytest.fixture
def admin() -> Caller:
    return caller_of(uuid7(), Role.ADMIN)


@pytest.fixture
def mugs() -> int:
    return category("Mugs")
