"""Which shop the tests of this folder mean, unless they say otherwise."""

import pytest

from tests.operations.shop import Shop


@pytest.fixture(scope="session")
def shop(demo_shop: Shop) -> Shop:
    return demo_shop
