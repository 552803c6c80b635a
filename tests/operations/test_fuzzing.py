"""Whatever the documents allow or forbid is thrown at a whole shop: no answer is a failure, each is a promised one."""

from collections.abc import Iterator

import pytest

from scripts import fuzz
from tests.operations.shop import Shop, opened_folder, running

pytestmark = pytest.mark.operations


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with opened_folder(demo=True) as data, running(data, demo=True, RATE_LIMIT_SCALE="0") as shop:
        yield shop


@pytest.mark.parametrize(("version", "role"), [("1", "customer"), ("2", "admin")])
def test_no_answer_departs_from_the_documents(shop, tmp_path, version, role):
    rules, address = tmp_path / "schemathesis.toml", f"http://127.0.0.1:{shop.port}"
    rules.write_text(fuzz.RULES)

    assert fuzz.passes(address, version, fuzz.token(address, shop.data, role), rules, seconds=5)
