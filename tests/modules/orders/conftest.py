"""A shop with a customer, an admin, and goods."""

from typing import Any

import pytest

from src.modules.orders.services.books import discrepancies
from src.platform.auth.principal import Role
from tests.factories.callers import Caller
from tests.factories.shops import caller_of, goods, person


@pytest.fixture(autouse=True)
def unhurried(settings: Any) -> None:
    """Cheap passwords, and no rate limits: they have tests of their own."""
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0


@pytest.fixture
def ann(db: None) -> Any:
    return person()


@pytest.fixture
def customer(ann: Any) -> Caller:
    return caller_of(ann)


@pytest.fixture
def admin(db: None) -> Caller:
    return caller_of(person(Role.ADMIN), Role.ADMIN)


@pytest.fixture
def mug(db: None) -> int:
    return goods(stock=10, price=1990, sku="MUG")


@pytest.fixture
def the_books_agree(db: None) -> Any:
    """After the test, whatever it did, every book agrees with every other."""
    yield
    assert discrepancies() == []
