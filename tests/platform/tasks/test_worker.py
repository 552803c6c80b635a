"""The worker survives what happens to workers, and no task is lost, or run beside itself."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psutil
import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django_q.models import Failure, OrmQ, Success, Task

from src.platform.observability.context import begin_request
from src.platform.tasks.broker import PostgresBroker
from src.platform.tasks.health import measure
from src.platform.tasks.liveness import Session, free_abandoned
from src.platform.tasks.models import TaskClaim
from src.platform.tasks.queue import enqueue, enqueue_in, gathering
from src.platform.tasks.registry import UnknownTask
from tests.platform.processes import eventually, running
from tests.platform.tasks import trial  # noqa: F401  registers the tasks

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = ("-m", "tests.platform.tasks.trial_worker")


@pytest.fixture(autouse=True)
def _clean():
    cache.clear()


def noted(key: str) -> Any:
    return cache.get(f"trial:{key}")


def test_a_queued_task_runs_with_the_id_of_the_request_that_caused_it():
    begin_request("request-1")
    with running(*WORKER):
        enqueue("trial.note", key="a")

        eventually(lambda: noted("a"))
        eventually(lambda: not OrmQ.objects.exists())

    assert noted("a") == "request-1"
    assert not TaskClaim.objects.exists()
    assert not Task.objects.exists()


def test_a_task_with_a_time_of_its_own_runs_too():
    with running(*WORKER):
        enqueue("trial.take_time", key="a")

        eventually(lambda: noted("a"))


def test_a_task_of_an_undone_transaction_never_runs():
    with transaction.atomic():
        enqueue("trial.note", key="a")
        transaction.set_rollback(True)

    assert measure().due == 0


def test_an_unknown_task_is_refused_where_it_is_queued():
    with pytest.raises(UnknownTask):
        enqueue("trial.unheard-of")


def test_a_delayed_task_waits():
    enqueue_in(timedelta(hours=1), "trial.note", key="a")

    assert measure().due == 0
    assert OrmQ.objects.count() == 1


def test_killed_workers_are_replaced_and_their_tasks_run_again():
    with running(*WORKER) as crew:
        enqueue("trial.slow", key="a", seconds=1.5)
        eventually(lambda: noted("a:begun"))
        for worker in psutil.Process(crew.pid).children():
            worker.kill()

        eventually(lambda: noted("a:ended"), seconds=15)

    assert (noted("a:runs"), noted("a:ended")) == (2, 1)


def test_the_task_of_a_killed_crew_is_run_by_the_next():
    with running(*WORKER) as crew:
        enqueue("trial.slow", key="a", seconds=1.5)
        eventually(lambda: noted("a:begun"))
        os.killpg(crew.pid, signal.SIGKILL)
    with running(*WORKER):
        eventually(lambda: noted("a:ended"), seconds=15)

    assert noted("a:runs") == 2


def test_a_dead_worker_s_task_that_was_claimed_meanwhile_is_not_freed_again():
    broker, living = PostgresBroker(), Session()
    enqueue("trial.note", key="a")
    broker.claim(1)  # and dies

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            assert free_abandoned() == 1
            assert len(broker.claim(living.worker)) == 1
            late = other.submit(in_a_connection_of_its_own, free_abandoned)
            eventually(lambda: waiting_for_locks() == 1)

        assert late.result() == 0
    assert TaskClaim.objects.get().worker == living.worker
    living.close()


def waiting_for_locks() -> int:
    """How many sessions wait for a row of another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])


def in_a_connection_of_its_own(step: Callable[[], int]) -> int:
    try:
        return step()
    finally:
        connection.close()


def test_a_task_that_kills_its_worker_is_put_aside_and_the_others_run():
    with running(*WORKER):
        enqueue("trial.kill", key="poison")
        enqueue("trial.note", key="innocent")

        eventually(lambda: noted("innocent"))
        eventually(lambda: Failure.objects.filter(name="trial.kill").exists(), seconds=30)
        eventually(lambda: not OrmQ.objects.exists())

    assert noted("poison") == 5


def test_a_task_that_failed_and_then_went_well_is_seen_among_those_that_ended_well():
    with running(*WORKER):
        enqueue("trial.fail_once", key="a")
        eventually(lambda: Success.objects.filter(name="trial.fail_once").exists(), seconds=10)

    assert noted("a") == 2


def test_what_is_alike_and_due_runs_together_in_order():
    with transaction.atomic(), gathering():
        for number in range(3):
            enqueue("trial.together", key=str(number))
        enqueue("trial.note", key="other")
        enqueue("trial.together", key="3")
    with running(*WORKER):
        eventually(lambda: noted("other"))
        eventually(lambda: not OrmQ.objects.exists())

    assert noted("0") == noted("3") == "0 1 2 3"


def test_what_fails_together_is_tried_again_alone_and_only_the_faulty_one_is_put_aside():
    with transaction.atomic(), gathering():
        for key in ("good", "bad", "better"):
            enqueue("trial.together", key=key)
    with running(*WORKER):
        eventually(lambda: noted("good") and noted("better"), seconds=15)
        eventually(lambda: Failure.objects.exists(), seconds=15)

    assert (noted("good"), noted("better")) == ("good", "better")
    assert [task.args[1] for task in Failure.objects.all()] == [{"key": "bad"}]


def test_what_one_of_them_kills_runs_without_it():
    with transaction.atomic(), gathering():
        for key in ("innocent", "deadly"):
            enqueue("trial.together", key=key)
    with running(*WORKER):
        eventually(lambda: noted("innocent"), seconds=15)

    assert noted("innocent") == "innocent"


def test_each_of_what_runs_together_has_the_request_that_caused_it():
    with transaction.atomic(), gathering():
        for number in (1, 2):
            begin_request(f"request-{number}")
            enqueue("trial.together", key=str(number))
    with running(*WORKER):
        eventually(lambda: noted("2"))

    assert (noted("1:request"), noted("2:request")) == ("request-1", "request-2")


def test_the_same_work_gathered_twice_is_queued_once():
    with transaction.atomic(), gathering():
        enqueue("trial.note", key="a")
        enqueue("trial.note", key="a")
        enqueue("trial.note", key="b")

    assert [row.task["args"][1] for row in OrmQ.objects.order_by("pk")] == [{"key": "a"}, {"key": "b"}]


def test_a_failed_task_is_kept_for_later():
    with running(*WORKER):
        enqueue("trial.fail", key="a")
        eventually(lambda: Failure.objects.filter(name="trial.fail").exists())
        eventually(lambda: TaskClaim.objects.filter(worker=None, attempts__gte=1).exists())

    assert "trial.fail" in [row.task["name"] for row in OrmQ.objects.all()]


def test_a_task_by_the_clock_never_runs_beside_itself():
    with running(*WORKER):
        eventually(lambda: (noted("tick:ended") or 0) >= 3, seconds=20)
        for _ in range(20):
            began, ended = noted("tick:began"), noted("tick:ended")
            assert began - ended in (0, 1)
            time.sleep(0.05)


def test_a_long_queue_is_shared_by_two_crews_without_running_anything_twice():
    for number in range(300):
        enqueue("trial.count", key=f"many:{number}")
    with running(*WORKER), running(*WORKER):
        eventually(lambda: not OrmQ.objects.filter(payload__isnull=False).exists(), seconds=30)

    assert {noted(f"many:{number}") for number in range(300)} == {1}
