"""What holds for every test."""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, TransactionTestCase
from pytest_django import DjangoDbBlocker
from xdist.scheduler import LoadFileScheduling

from tests import databases
from tests.contracts.conformance import departures
from tests.operations.shop import Shop, opened_folder, running

# Each group has a demo shop to itself, and one process. In this order: who throws anything at it comes last.
SHARE_A_DEMO_SHOP = (
    ("test_opening.py", "test_serve.py", "test_guides.py", "test_selling.py"),
    ("test_clients.py", "test_running_the_shop.py", "test_live.py", "test_fuzzing.py"),
)
LONGEST = ("test_worker.py", "test_survival.py", "test_the_house.py", "test_relay.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole shops take longest, and wait most of the time: they begin first, beside the others."""
    turns = {file: turn for turn, file in enumerate((*chain(*SHARE_A_DEMO_SHOP), *LONGEST))}
    items.sort(key=lambda item: (item.get_closest_marker("operations") is None, turns.get(item.path.name, len(turns))))


class OneShopOneProcess(LoadFileScheduling):  # type: ignore[misc]  # it ships no types
    """One process runs all of a file, and all files that share a demo shop."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return next((group[0] for group in SHARE_A_DEMO_SHOP if Path(file).name in group), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    return OneShopOneProcess(config, log)


@pytest.fixture(scope="session")
def demo_shop() -> Iterator[Shop]:
    """As a newcomer has it: for all who only buy there."""
    with opened_folder(demo=True) as data, running(data, demo=True) as shop:
        yield shop


@pytest.fixture(scope="session")
def unlimited_shop() -> Iterator[Shop]:
    """For those who ask more than one person may."""
    with opened_folder(demo=True) as data, running(data, demo=True, RATE_LIMIT_SCALE="0") as shop:
        yield shop


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, worker_id: str, django_db_blocker: DjangoDbBlocker
) -> None:
    """Several processes make their tables once."""
    if worker_id != "master":
        with django_db_blocker.unblock():
            databases.copy_of_the_migrated()


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied_fast() -> Iterator[None]:
    """After a test that commits. Django would truncate every table: 0.5 s of two cores, instead of 0.02."""
    django_s_own = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # the stubs leave it out

    def emptied(case: TransactionTestCase) -> None:
        if not databases.empty_tables():
            django_s_own(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@pytest.fixture(autouse=True)
def answers_are_as_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer of every test is what the OpenAPI document of its version says; the first other one fails it."""
    request = Client.request

    def compared(client: Client, **environ: str) -> Any:
        answer: Any = request(client, **environ)
        if answer.status_code == 500 and not client.raise_request_exception:
            return answer  # a fault of the test's own making
        departed = departures(environ["REQUEST_METHOD"], environ["PATH_INFO"], answer)
        assert departed == [], "not as documented:\n" + "\n".join(departed)
        return answer

    monkeypatch.setattr(Client, "request", compared)


@pytest.fixture
def printed_so_far(pytestconfig: pytest.Config) -> Callable[[], str]:
    """What the loggers wrote. They took hold of the standard output when the process began, before `capsys` could."""
    capture: Any = pytestconfig.pluginmanager.getplugin("capturemanager")
    return lambda: "".join(capture.read_global_capture())
