"""What the linters cannot see about the house."""

import ast
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from src.platform.settings.applications import MODULES
from src.platform.settings.environment import Environment

ROOT = Path(__file__).resolve().parents[2]
ORDER = [module.rsplit(".", 1)[1] for module in MODULES]
SOURCES = [
    path
    for folder in ("src", "api_versions")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
]
ORM_VERBS = re.compile(r"\.objects\b|\.save\(|\.filter\(|transaction\.atomic|select_for_update")
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "base"}


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_the_standard_library_s_platform_is_not_shadowed():
    assert platform.__file__ is not None
    assert str(ROOT) not in platform.__file__
    assert str(ROOT / "src") not in sys.path


def test_every_module_of_the_house_is_installed_in_its_order():
    rooms = {path.name for path in (ROOT / "src/modules").iterdir() if (path / "apps.py").exists()}

    assert rooms == set(ORDER)
    assert [config.name for config in apps.get_app_configs() if config.name in MODULES] == MODULES


def test_foreign_keys_between_modules_point_down():
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and {model._meta.app_label, field.related_model._meta.app_label} <= set(ORDER)
        and ORDER.index(field.related_model._meta.app_label) < ORDER.index(model._meta.app_label)
    ]

    assert upward == []


@pytest.mark.parametrize("path", [path for path in SOURCES if "api" in path.parts], ids=label)
def test_http_files_contain_no_orm_verbs(path):
    assert ORM_VERBS.findall(path.read_text()) == []


def test_every_api_router_is_mounted():
    mounted = "".join(path.read_text() for path in (ROOT / "api_versions").glob("v*.py"))
    unmounted = [
        f"{path.parent.parent.name}.{name}"
        for path in (ROOT / "src/modules").glob("*/api/v*.py")
        for name in re.findall(r"^(\w+) = Router\(", path.read_text(), re.M)
        if not re.search(rf"\b{name}\b", mounted)
    ]

    assert unmounted == []


def test_every_setting_is_in_the_example_with_its_name():
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))

    assert example == set(Environment.model_fields)


def test_there_are_no_drawers():
    found = [label(path) for path in SOURCES if path.stem in DRAWERS or DRAWERS & set(path.parts)]
    # Where Django looks for a database backend of ours.
    assert found == ["src/platform/db/postgresql/base.py"]


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_files_and_functions_stay_readable(path):
    text = path.read_text()
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    assert text.count("\n") <= 300
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > 45] == []


def test_migrations_say_what_the_models_say():
    finished = run(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")

    assert finished.stdout.strip() == "No changes detected", finished.stderr


@pytest.mark.parametrize(
    "command",
    [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"], ["lint-imports", "--no-cache"]],
    ids=lambda command: " ".join(command),
)
def test_the_linters_are_content(command):
    finished = run(str(Path(sys.executable).parent / command[0]), *command[1:])

    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_the_api_runs_without_transactions_around_requests():
    assert settings.DATABASES["default"].get("ATOMIC_REQUESTS", False) is False
