"""Staff see the queue, and can have a failed task run again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import Failure, OrmQ, Task

from src.modules.identity.models import User
from src.platform.auth.roles import Role
from src.platform.tasks.queue import enqueue
from tests.factories.shops import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client, settings):
    settings.PASSWORD_HASHERS = ["tests.factories.hashing.QuickPBKDF2"]
    client.force_login(User.objects.get(pk=person(Role.ADMIN)))
    return client


def failed(name):
    ended = timezone.now()
    return Task.objects.create(
        id="f" * 32, name=name, func="src.platform.tasks.registry.run", args=(name, {}, ""), success=False,
        started=ended - timedelta(seconds=1), stopped=ended, result="ValueError('broken') : Traceback", attempt_count=5,
    )  # fmt: skip


def run_again(boss, task):
    return boss.post(
        "/admin/django_q/failure/", {"action": "run_again", "_selected_action": [task.pk]}, follow=True
    ).content.decode()


@pytest.mark.parametrize("kind", ["django_q/ormq", "django_q/success", "django_q/failure", "tasks/scheduledtask"])
def test_each_list_opens_and_takes_no_changes(boss, kind):
    enqueue("mail.forget")
    failed("mail.forget")

    assert boss.get(f"/admin/{kind}/").status_code == 200
    assert boss.get(f"/admin/{kind}/add/").status_code == 403


def test_a_failed_task_runs_again(boss):
    run_again(boss, failed("mail.forget"))

    assert [task.name() for task in OrmQ.objects.all()] == ["mail.forget"]
    assert not Failure.objects.exists()


def test_a_task_that_is_no_more_stays_among_the_failed(boss):
    answer = run_again(boss, failed("mail.of_old"))

    assert "This version knows no task mail.of_old." in answer
    assert Failure.objects.count() == 1
    assert not OrmQ.objects.exists()
