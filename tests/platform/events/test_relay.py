"""The relay tells what was committed: all of it, once, in order, whoever is killed."""

import os
import signal
import threading
from typing import Any

import orjson
import pytest
from django.conf import settings
from django.db import connection, transaction

from src.platform.cache import valkey
from src.platform.events import telling
from src.platform.events.models import OutboxEvent
from src.platform.events.telling import event_id, tell, tell_again
from src.platform.observability.context import begin_request
from src.platform.sse import journal
from tests.platform.events import trial
from tests.platform.events.trial import count
from tests.platform.processes import eventually, running

pytestmark = pytest.mark.django_db(transaction=True)
RELAY = ("-m", "tests.platform.events.trial_relay")


@pytest.fixture(autouse=True)
def _fresh():
    valkey.client(settings.CACHE_URL).flushdb()
    trial.seen.clear()
    trial.broken = False


def told() -> list[tuple[str, int]]:
    """What Valkey was told, in order."""
    client: Any = valkey.client(settings.CACHE_URL)
    entries = client.xrange(journal.EVERYTHING)
    pushes = [push for _, fields in entries for push in orjson.loads(fields[b"m"])]
    return [(channel.removeprefix("customer:"), data["number"]) for channel, _, data in pushes]


def test_events_get_their_places_in_the_order_they_were_written():
    count("a", 1, 2, 3)

    assert tell() == 3

    places = [row.seq or 0 for row in OutboxEvent.objects.order_by("id")]
    assert [place - places[0] for place in places] == [0, 16, 32]
    assert [number for _, number, _, _ in trial.seen] == [1, 2, 3]


def test_a_handler_knows_the_request_and_the_id_of_its_event():
    begin_request("the-request")
    count("a", 1)
    begin_request("another")

    tell()

    assert [(request, seq) for _, _, request, seq in trial.seen] == [("the-request", OutboxEvent.objects.get().seq)]


def test_a_failing_handler_is_remembered_and_holds_nobody_up():
    trial.broken = True
    count("a", 1)
    count("b", 2)

    assert tell() == 2

    assert [row.pushes[0][2]["number"] for row in OutboxEvent.objects.order_by("id")] == [1, 2]
    assert list(OutboxEvent.objects.values_list("failed", flat=True)) == [["tests.platform.events.trial.stumble"]] * 2


def test_a_failed_handler_runs_again_alone_and_what_it_pushes_is_told_then():
    trial.broken = True
    count("a", -1)
    tell()
    trial.broken = False
    trial.seen.clear()
    OutboxEvent.objects.update(occurred_at="2026-01-01T00:00Z")

    assert tell_again() == 1

    assert trial.seen == []
    assert [(row.name, row.failed) for row in OutboxEvent.objects.order_by("id")] == [
        ("events.Counted", []), ("events.Retold", [])
    ]  # fmt: skip
    assert OutboxEvent.objects.get(name="events.Retold").pushes[0][1] == "stumbled"


def test_two_tellers_never_tell_at_once():
    count("a", 1)
    result: list[int] = []

    def other() -> None:
        result.append(tell())
        connection.close()

    with transaction.atomic():
        assert telling._alone()
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()

    assert result == [0]
    assert tell() == 1


def test_a_killed_relay_loses_nothing_and_repeats_nothing_under_load():
    writers = [threading.Thread(target=_write, args=(name,)) for name in "abcd"]
    with running(*RELAY) as first, running(*RELAY):
        for writer in writers:
            writer.start()
        eventually(lambda: OutboxEvent.objects.filter(seq__isnull=False).count() > 50, 30)
        os.killpg(first.pid, signal.SIGKILL)
        for writer in writers:
            writer.join()
        eventually(lambda: not OutboxEvent.objects.filter(seq=None).exists(), 60)
        eventually(lambda: len(told()) >= 800)

    assert sorted(told()) == sorted((name, number) for name in "abcd" for number in range(200))
    for name in "abcd":
        assert [number for subject, number in told() if subject == name] == list(range(200))


def _write(name: str) -> None:
    for number in range(200):
        count(name, number)
    connection.close()


def test_handlers_and_queue_go_on_while_valkey_is_away():
    with running(*RELAY, CACHE_URL="redis://127.0.0.1:9/0"):
        count("a", 1)

        eventually(lambda: OutboxEvent.objects.filter(seq__isnull=False).exists())

    assert told() == []
    with running(*RELAY):
        eventually(lambda: told() == [("a", 1)])


def test_an_event_id_is_only_known_while_telling():
    with pytest.raises(LookupError):
        event_id()
