"""What documents point to exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def named_tests(document: str, folder: str) -> list[tuple[Path, str]]:
    """The tests that a document names: `test_x.py::test_y`, and after it `…::test_z` of the same file."""
    found, file = [], Path()
    for path, name in re.findall(r"`(…|[\w/]+\.py)(?:::(\w+))?`", (ROOT / document).read_text()):
        if path != "…":
            file = ROOT / path if path.startswith("tests/") else ROOT / folder / path
        found.append((file, name))
    return found


def test_every_promise_of_security_is_shown_by_a_test():
    named = named_tests("docs/security.md", "tests/modules/identity")

    missing = [
        f"{file.name}::{name}"
        for file, name in named
        if not file.is_file() or (name and not re.search(rf"^def {name}\(", file.read_text(), re.M))
    ]
    assert missing == []
    assert len(named) > 30
