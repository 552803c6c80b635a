"""The README and the guides: what they tell people to type was typed."""

import re
import subprocess

import pytest

from tests.operations.shop import ROOT, Shop

pytestmark = pytest.mark.operations

PURCHASE = "## Buy something"
GUIDES = sorted(path.name for path in (ROOT / "docs/guides").glob("*.md") if path.name != "README.md")
TYPED = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(text: str) -> str:
    return "".join(TYPED.findall(text))


def typed(shop: Shop, script: str) -> subprocess.CompletedProcess[str]:
    """The script, as somebody types it who got the demo's password and stops at the first error."""
    email, password = shop.logins()["customer"]
    script = script.replace("127.0.0.1:8000", f"127.0.0.1:{shop.port}").replace("PASSWORD=…", f"PASSWORD={password}")
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], env=shop.environment | {"EMAIL": email, "PASSWORD": password},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_can_be_typed_as_it_is(shop: Shop, guide: str):
    folder = ROOT / "docs/guides"
    script = blocks((folder / "README.md").read_text()) + blocks((folder / guide).read_text())

    ran = typed(shop, script)

    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_readme_buys_two_mugs(shop: Shop):
    section = (ROOT / "README.md").read_text().partition(PURCHASE)[2].partition("\n## ")[0]

    ran = typed(shop, blocks(section))

    assert (ran.returncode, ran.stdout.splitlines().count("paid"), "event: order.placed" in ran.stdout) == (0, 1, True)
