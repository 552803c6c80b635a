"""`python -m scripts.clients`: make a TypeScript and a Python client of each version from the OpenAPI documents.

They land in `dist/clients/`: `typescript/mercer_v1.ts` (types for openapi-fetch) and `python/mercer_v1/` (a package).
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "dist" / "clients"


def main() -> int:
    """Make all clients. Without npm: the Python ones."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "src.platform.settings")
    django.setup()
    for name, document in documents().items():
        source = write(TARGET, name, document)
        print(f"made {make_python(source, TARGET / 'python')}")
        if shutil.which("npm"):
            print(f"made {make_typescript(source, TARGET / 'typescript')}")
    return 0


def documents() -> dict[str, Any]:
    """The OpenAPI document of each version, by the name of its client."""
    from api_versions.urls import VERSIONS

    return {f"mercer_v{api.version}": api.get_openapi_schema() for api in VERSIONS}


def write(folder: Path, name: str, document: Any) -> Path:
    """The document as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"{name}.json"
    source.write_text(json.dumps(document, default=str))
    return source


def make_python(source: Path, folder: Path) -> Path:
    """A package with a function for each operation. Any warning is a failure: a call would be missing."""
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / source.stem
    generator = Path(sys.executable).parent / "openapi-python-client"
    command: list[str | Path] = [
        generator, "generate", "--path", source, "--output-path", package, "--meta", "none", "--overwrite",
        "--fail-on-warning",
    ]  # fmt: skip
    run(command, folder)
    return package


def make_typescript(source: Path, folder: Path) -> Path:
    """The types of all calls, for openapi-fetch."""
    install_node_packages(folder)
    types = folder / f"{source.stem}.ts"
    run_node("openapi-typescript", source, "-o", types, "--default-non-nullable=false", folder=folder)
    return types


def install_node_packages(folder: Path) -> None:
    """What scripts/npm/package.json names, unless it is there."""
    wanted = (ROOT / "scripts" / "npm" / "package.json").read_text()
    package = folder / "package.json"
    if (folder / "node_modules").is_dir() and package.exists() and package.read_text() == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    package.write_text(wanted)
    run(["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"], folder)


def run_node(program: str, *arguments: str | Path, folder: Path) -> str:
    """What a program of the Node packages says."""
    return run([folder / "node_modules" / ".bin" / program, *arguments], folder)


def run(command: list[str | Path], folder: Path) -> str:
    """What a command says in a folder. Raises RuntimeError, with its words, where it fails."""
    # The generator of Python formats with the ruff that it finds.
    paths = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=os.environ | paths)
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
