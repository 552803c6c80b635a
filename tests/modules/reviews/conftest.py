"""A shop in which Ann has bought a mug, and others have too."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from src.modules.catalog import public as catalog
from src.modules.identity.models import User
from src.platform.auth.principal import Role
from tests.factories.callers import Caller
from tests.factories.shops import caller_of, goods, person, place


@pytest.fixture(autouse=True)
def unhurried(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    settings.RATE_LIMIT_SCALE = 0


@pytest.fixture
def mug(db: None) -> int:
    """A variant on sale."""
    return goods(stock=50, price=1990, sku="MUG")


@pytest.fixture
def product(mug: int) -> int:
    """The product that the mug is of."""
    return catalog.sellables([mug])[mug].product_id


@pytest.fixture
def ann(mug: int) -> UUID:
    """Somebody who bought it."""
    buyer = person(name="Ann Marie Example")
    place(buyer, {mug: 1})
    return buyer


@pytest.fixture
def buyer(ann: UUID) -> Caller:
    return caller_of(ann)


@pytest.fixture
def admin(db: None) -> Caller:
    return caller_of(person(Role.ADMIN), Role.ADMIN)


@pytest.fixture
def staff(db: None) -> Client:
    """An admin's browser, in Django's admin."""
    browser = Client()
    user = User.objects.get(pk=person(Role.ADMIN))
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser
