"""People to test with."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from src.modules.identity import public as identity
from src.modules.identity.models import User
from tests.factories.callers import PASSWORD, Caller

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
