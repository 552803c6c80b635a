"""The parts of `scripts/serve`: processes that are kept running, the data folder, the embedded databases."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from src.platform.embedded.datafolder import LONGEST_SOCKET_FOLDER, DataFolder
from src.platform.embedded.door import EVERYWHERE, Door
from src.platform.embedded.external import database_addresses
from src.platform.embedded.journal import Journal
from src.platform.embedded.process import Process, Program
from src.platform.embedded.refusals import CannotStart
from src.platform.embedded.supervisor import RECORD, Supervisor, end_orphans

SLEEP = "import time; time.sleep(60)"
# Ignores the polite signal, and has a child that would outlive it.
STUBBORN = f"""
import signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(subprocess.Popen([sys.executable, "-c", {SLEEP!r}]).pid, flush=True)
{SLEEP}
"""


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def python(code: str, patience: float = 3.0) -> Program:
    return Program(name="trial", command=[sys.executable, "-c", code], environment=os.environ, patience=patience)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


async def start(data: DataFolder, program: Program) -> tuple[Supervisor, Process]:
    supervisor = Supervisor(data, Journal())
    process = supervisor.start(program)
    await until(lambda: process.pid)
    return supervisor, process


def test_a_process_that_dies_is_started_again(data: DataFolder):
    async def scenario() -> tuple[int | None, int | None, int]:
        supervisor, process = await start(data, python(SLEEP))
        first = process.pid
        psutil.Process(first).kill()
        await until(lambda: process.pid not in (None, first))
        second = process.pid
        await supervisor.stop("trial")
        return first, second, process.deaths

    first, second, deaths = asyncio.run(scenario())

    assert (first != second, deaths) == (True, 1)
    assert not psutil.pid_exists(second or 0)


def test_a_stop_ends_even_what_does_not_listen_and_its_children(data: DataFolder):
    async def scenario() -> tuple[int | None, int]:
        supervisor, process = await start(data, python(STUBBORN, patience=0.2))
        await until(lambda: process.last_words)
        pid, child = process.pid, int(process.last_words[0])
        await supervisor.stop("trial")
        return pid, child

    pid, child = asyncio.run(scenario())

    assert not psutil.pid_exists(pid or 0)
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_waiting_for_a_process_that_fails_says_its_last_words(data: DataFolder):
    async def scenario() -> None:
        supervisor = Supervisor(data, Journal())
        process = supervisor.start(python("raise SystemExit('setting SHOP_NAME: too long')"))
        try:
            await supervisor.wait_until(lambda: False, process, seconds=10)
        finally:
            await supervisor.stop("trial")

    with pytest.raises(CannotStart) as refusal:
        asyncio.run(scenario())

    assert str(refusal.value) == "trial does not start: setting SHOP_NAME: too long"


def test_an_orphan_of_an_earlier_run_is_ended_and_a_stranger_of_the_same_number_is_not(data: DataFolder):
    orphan, stranger = (psutil.Popen([sys.executable, "-c", SLEEP], start_new_session=True) for _ in range(2))
    data.remember(RECORD, {str(orphan.pid): str(orphan.create_time()), str(stranger.pid): "1.0"})

    end_orphans(data)

    ended = orphan.wait(5)
    alive = stranger.poll() is None
    stranger.kill()
    stranger.wait()
    assert (ended, alive) == (-15, True)


def test_a_secret_is_made_once_and_is_nobody_elses_to_read(data: DataFolder):
    first, again = data.secret("SECRET_KEY"), DataFolder(data.root).secret("SECRET_KEY")

    assert first == again
    assert (data.root / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_lock_is_had_by_one_at_a_time(data: DataFolder):
    first, second = data.lock("serve.lock"), data.lock("serve.lock")

    assert (first.taken(), second.taken()) == (True, False)
    first.release()
    assert second.taken()


def test_sockets_of_a_deep_data_folder_have_short_addresses(tmp_path: Path):
    deep = DataFolder(tmp_path / ("x" * LONGEST_SOCKET_FOLDER))

    sockets = deep.sockets()

    assert len(str(sockets)) <= LONGEST_SOCKET_FOLDER
    sockets.rmdir()


@pytest.mark.parametrize(("host", "url"), [(EVERYWHERE[0], "http://127.0.0.1:81"), (EVERYWHERE[1], "http://[::1]:81")])
def test_the_door_on_all_addresses_is_reached_by_the_loopback_one(data: DataFolder, host: str, url: str):
    assert Door(data, host, 81).url == url


def test_a_database_that_does_not_answer_is_named_by_its_setting(data: DataFolder):
    with pytest.raises(CannotStart, match=r"^DATABASE_URL: connection failed: .*refused$"):
        database_addresses(data, {"DATABASE_URL": "postgresql://x:y@127.0.0.1:1/z"}, Journal())


def test_the_shops_role_owns_nothing_and_may_make_nothing():
    with psycopg.connect(os.environ["TEST_APP_DATABASE_URL"]) as connection:
        rights = connection.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls,"
            " pg_has_role(current_user, datdba, 'MEMBER'), has_schema_privilege('public', 'CREATE')"
            " FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()"
        ).fetchone()

    assert rights == (False, False, False, False, False, False)
