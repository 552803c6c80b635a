"""Whatever the documents allow or forbid is thrown at a whole shop: no answer is a failure, each is a promised one."""

import pytest

from scripts import fuzz

pytestmark = pytest.mark.operations


@pytest.mark.parametrize(("version", "role"), [("1", "customer"), ("2", "admin")])
def test_no_answer_departs_from_the_documents(unlimited_shop, tmp_path, version, role):
    rules, address = tmp_path / "schemathesis.toml", f"http://127.0.0.1:{unlimited_shop.port}"
    rules.write_text(fuzz.RULES)

    assert fuzz.passes(address, version, fuzz.token(address, unlimited_shop.data, role), rules, seconds=5)
