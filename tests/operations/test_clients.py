"""What strangers make of our OpenAPI documents: a Postman collection and two clients, which buy in a whole shop."""

import email
import email.policy
import re
import shutil
import sys
from pathlib import Path

import pytest

from scripts import clients, postman
from tests.operations.shop import Shop, until

pytestmark = pytest.mark.operations

BUYERS = Path(__file__).parent / "clients"
VERSIONS = ("mercer_v1", "mercer_v2")


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the Node packages that make and try clients."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("there is no Node.js (node, npm) on this machine")
    folder = tmp_path_factory.mktemp("node")
    clients.install_node_packages(folder)
    return folder


def address(shop: Shop) -> str:
    return f"http://127.0.0.1:{shop.port}"


def mailed_key(shop: Shop, to: str) -> str:
    """The key in the newest mail to somebody; none yet: empty."""
    for path in sorted((shop.data / "mail").glob("*.eml"), reverse=True):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        text = mail.get_body(("plain",))
        if mail["To"] == to and text and (found := re.search(r"key=([\w-]+)", text.get_content())):
            return found[1]
    return ""


def test_the_collection_is_made_from_the_documents():
    written = {name: (postman.TARGET / name).read_text() for name in postman.files()}

    assert written == postman.files()


def test_the_postman_journey_leads_from_sign_up_to_the_parcel(unlimited_shop, node):
    _, password = unlimited_shop.logins()["admin"]
    known = node / "known.json"
    common = ["--env-var", f"base_url={address(unlimited_shop)}", "--env-var", f"admin_password={password}"]
    collection, environment = (postman.TARGET / f"mercer.postman_{part}.json" for part in ("collection", "environment"))

    newman: list[str | Path] = ["run", collection, *common, "--folder"]
    clients.run_node(
        "newman", *newman, "1 Sign up", "-e", environment, "--export-environment", known, folder=node
    )  # fmt: skip
    buyer = re.search(r"ann-\d+@example\.com", known.read_text())
    assert buyer is not None
    until(lambda: mailed_key(unlimited_shop, buyer[0]) != "", 20)
    key = ["--env-var", f"verification_key={mailed_key(unlimited_shop, buyer[0])}"]
    said = clients.run_node("newman", *newman, "2 From the mailed key to the parcel", "-e", known, *key, folder=node)

    assert "the customer sees so" in said


def test_the_typescript_client_compiles_strictly_and_buys(unlimited_shop, node):
    for name in VERSIONS:
        clients.make_typescript(clients.write(node, name, clients.documents()[name]), node)
    shutil.copy(BUYERS / "buy.ts", node)
    strictly = ["--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom"]

    clients.run_node("tsc", *strictly, "buy.ts", folder=node)
    said = clients.run(["node", "buy.js", address(unlimited_shop), *unlimited_shop.logins()["customer"]], node)

    assert said == "pending paid EUR\n"


def test_the_python_client_buys(unlimited_shop, tmp_path):
    for name in VERSIONS:
        clients.make_python(clients.write(tmp_path, name, clients.documents()[name]), tmp_path)
    shutil.copy(BUYERS / "buy.py", tmp_path)

    said = clients.run(
        [sys.executable, "buy.py", address(unlimited_shop), *unlimited_shop.logins()["customer"]], tmp_path
    )

    assert said == "pending paid EUR\n"
