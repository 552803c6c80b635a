"""`python -m scripts.new_module wishlists`: a new room in the house, with its place in the order.

Writes the package; what is left to do by hand, a failing test of `tests/architecture/` names.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = re.compile(r"[a-z][a-z_]{2,30}")

FILES = {
    "__init__.py": '"""{Title}."""\n',
    "apps.py": '''from src.platform.modules import Module


class {Class}Config(Module):
    """{Title}."""

    name = "src.modules.{name}"
    label = "{name}"
''',
    "models.py": '"""The tables of {title}."""\n',
    "errors.py": '"""Refusals of {title}."""\n',
    "events.py": '"""Facts that {title} announce."""\n',
    "contracts.py": '"""What other modules receive from {title}."""\n',
    "selectors.py": '"""Questions to {title}."""\n',
    "services.py": '"""Use cases of {title}."""\n',
    "public.py": '"""What other modules may ask of {title}."""\n',
    "handlers.py": '"""What {title} do when something happened elsewhere."""\n',
    "tasks.py": '"""What the worker does for {title}."""\n',
    "admin.py": '"""What staff see of {title}."""\n',
    "api/__init__.py": "",
    "api/schemas.py": '"""Shapes of {title}."""\n',
    "api/v1.py": '''"""{Title}, version 1."""

from ninja import Router

{name} = Router(tags=["{name}"])
''',
    "migrations/__init__.py": "",
}


def main(arguments: list[str]) -> int:
    """Make the module named by the only argument; 2 if that is not a name, or is taken."""
    if len(arguments) != 1 or not NAME.fullmatch(arguments[0]):
        print("usage: python -m scripts.new_module NAME  (lower case, a plural such as wishlists)", file=sys.stderr)
        return 2
    folder = ROOT / "src" / "modules" / arguments[0]
    if folder.exists():
        print(f"{folder.relative_to(ROOT)} exists already", file=sys.stderr)
        return 2
    make(arguments[0], folder)
    print(f"Made {folder.relative_to(ROOT)}. `./scripts/test tests/architecture` says what is still missing.")
    return 0


def make(name: str, folder: Path) -> None:
    """Write the files of a module into `folder`."""
    words = name.replace("_", " ")
    values = {"name": name, "title": words, "Title": words.capitalize(), "Class": words.title().replace(" ", "")}
    for path, template in FILES.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(template.format(**values), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
