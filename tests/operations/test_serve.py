"""What an operator may rely on: starting, stopping, dying processes, and refusals in one line."""

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.operations.shop import MARKS, ROOT, Shop, free_port, until

pytestmark = pytest.mark.operations


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    # PostgreSQL runs as another user under root, and has to get there.
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o711)
    return folder


@pytest.fixture
def shop(data: Path) -> Iterator[Shop]:
    shop = Shop(data, free_port())
    try:
        shop.wait_until_ready()
        yield shop
    finally:
        shop.process.kill()
        shop.process.communicate()


def test_the_shop_says_where_it_is_ready_and_answers_there(shop: Shop):
    assert shop.is_healthy()


@pytest.mark.parametrize("name", MARKS)
def test_a_killed_process_comes_back_by_itself(shop: Shop, name: str):
    killed = shop.child(name)
    assert killed is not None

    killed.send_signal(signal.SIGKILL)
    killed.wait(5)

    assert until(lambda: shop.child(name) not in (None, killed) and shop.is_healthy())


def test_an_ordinary_stop_leaves_no_process_behind(shop: Shop):
    family = shop.family()

    exit_code = shop.stop()

    _, alive = psutil.wait_procs(family, timeout=0)
    assert (exit_code, alive) == (0, [])


def test_what_the_supervisor_leaves_behind_when_it_is_killed_ends_too(shop: Shop):
    family = shop.family()

    shop.process.kill()
    shop.process.communicate()

    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []


def test_a_stop_during_the_start_is_an_ordinary_stop(data: Path):
    shop = Shop(data, free_port())
    assert shop.process.stdout is not None
    shop.process.stdout.readline()

    assert shop.stop() == 0


def test_a_second_shop_in_the_same_data_folder_is_refused(shop: Shop, data: Path):
    second = Shop(data, free_port())
    said, _ = second.process.communicate(timeout=20)

    refusal = f"mercer: data folder {data} is in use by another scripts/serve."
    assert (second.process.returncode, said.splitlines()[-1]) == (2, refusal)
    assert shop.is_healthy()


def test_a_taken_port_is_refused_in_one_line(shop: Shop, tmp_path: Path):
    refused = _serve("--port", str(shop.port), "--data-dir", str(tmp_path / "other"))

    assert (refused.returncode, refused.stderr) == (
        2, f"mercer: 127.0.0.1:{shop.port}: Address already in use; choose another --port.\n",
    )  # fmt: skip


def _serve(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([ROOT / "scripts" / "serve", *arguments], check=False, capture_output=True, text=True)
