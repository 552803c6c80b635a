"""What an operator may rely on: starting, stopping, dying processes, and refusals in one line."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.operations.shop import ROOT, Shop, free_port, is_alive, opened_folder, running, until

pytestmark = pytest.mark.operations


@pytest.fixture(scope="module")
def own_data() -> Iterator[Path]:
    with opened_folder() as data:
        yield data


@pytest.fixture
def own_shop(own_data: Path) -> Iterator[Shop]:
    """One that the test may end."""
    with running(own_data) as shop:
        yield shop


def test_the_shop_says_where_it_is_ready_and_answers_there(shop: Shop):
    assert shop.is_healthy()


def test_an_ordinary_stop_leaves_no_process_behind(own_shop: Shop):
    family = own_shop.family()

    exit_code = own_shop.stop()

    _, alive = psutil.wait_procs(family, timeout=1)
    assert (exit_code, alive) == (0, [])


def test_what_the_supervisor_leaves_behind_when_it_is_killed_ends_too(own_shop: Shop):
    family = own_shop.family()

    own_shop.end()

    # Who inherits them may be slow to take note of their end.
    assert until(lambda: not any(is_alive(process) for process in family), seconds=10)


def test_a_stop_during_the_start_is_an_ordinary_stop(own_data: Path):
    shop = Shop(own_data, free_port())
    assert shop.process.stdout is not None
    shop.process.stdout.readline()

    assert shop.stop() == 0


def test_a_second_shop_in_the_same_data_folder_is_refused(shop: Shop):
    second = Shop(shop.data, free_port())
    said, _ = second.process.communicate(timeout=20)

    refusal = f"mercer: data folder {shop.data} is in use by another scripts/serve."
    assert (second.process.returncode, said.splitlines()[-1]) == (2, refusal)
    assert shop.is_healthy()


def test_a_taken_port_is_refused_in_one_line(shop: Shop, tmp_path: Path):
    refused = _serve("--port", str(shop.port), "--data-dir", str(tmp_path / "other"))

    assert (refused.returncode, refused.stderr) == (
        2, f"mercer: 127.0.0.1:{shop.port}: Address already in use; choose another --port.\n",
    )  # fmt: skip


def _serve(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([ROOT / "scripts" / "serve", *arguments], check=False, capture_output=True, text=True)
