"""Being told at once: who hears what, when, and after what."""

import time

import pytest
from django.conf import settings
from django.db import transaction

from src.platform.cache import valkey
from src.platform.events.outbox import publish
from src.platform.sse import tickets
from tests.platform.processes import eventually
from tests.platform.sse.listening import stream_process
from tests.platform.sse.news import Happened, happen, lock_out, sell

ORDERS = "/api/v1/events/orders/"


def numbers(heard):
    return [message.data["number"] for message in heard]


def test_a_person_hears_of_the_own_orders_and_of_nobody_elses(streams, relay, ann, bob, bearer):
    to_ann = streams.listen(ORDERS, **bearer(ann)).ready()
    to_bob = streams.listen("/api/v1/events/orders", **bearer(bob)).ready()

    happen(ann, 1)
    happen(bob, 2)
    relay()

    assert numbers(to_ann.wait_for(1)) == [1]
    assert numbers(to_bob.wait_for(1)) == [2]
    assert to_ann.heard[0].type == "order.placed"
    assert int(to_bob.heard[0].id) > int(to_ann.heard[0].id)


def test_a_stream_says_what_a_stream_says(streams, ann, bearer):
    answer = streams.listen(ORDERS, **bearer(ann), **{"X-Request-ID": "mine-1"}).ready()

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/event-stream"
    assert answer.headers["cache-control"] == "no-store, no-transform"
    assert answer.headers["x-request-id"] == "mine-1"
    assert "set-cookie" not in answer.headers


def test_nothing_old_is_told_to_who_did_not_ask(streams, relay, ann, bearer):
    happen(ann, 1)
    relay()
    listener = streams.listen(ORDERS, **bearer(ann)).ready()
    happen(ann, 2)
    relay()

    assert numbers(listener.wait_for(1)) == [2]


@pytest.mark.parametrize("how", ["header", "parameter"])
def test_what_was_missed_is_replayed_once_and_in_order(streams, relay, ann, bearer, how):
    listener = streams.listen(ORDERS, **bearer(ann)).ready()
    happen(ann, 1, 2)
    relay()
    last = listener.wait_for(2)[0].id
    happen(ann, 3)
    relay()

    asked = {"Last-Event-ID": last} if how == "header" else {}
    again = streams.listen(ORDERS + (f"?last_event_id={last}" if how == "parameter" else ""), **bearer(ann), **asked)
    again.wait_for(2)
    happen(ann, 4)
    relay()

    assert numbers(again.wait_for(3)) == [2, 3, 4]


def test_a_client_that_heard_nothing_yet_has_an_id_to_come_back_with(streams, relay, ann, bearer):
    last = streams.listen(ORDERS, **bearer(ann)).ready().last_id
    happen(ann, 1)
    relay()

    assert numbers(streams.listen(ORDERS, **bearer(ann), **{"Last-Event-ID": last}).wait_for(1)) == [1]


@pytest.mark.parametrize("last", ["999999999999", "nonsense"])
def test_an_id_that_was_never_given_starts_afresh(streams, relay, ann, bearer, last):
    listener = streams.listen(ORDERS, **bearer(ann), **{"Last-Event-ID": last}).ready()
    eventually(lambda: listener.heard)
    happen(ann, 1)
    relay()

    assert [message.type for message in listener.wait_for(2)] == ["stream.reset", "order.placed"]


def test_an_undone_transaction_tells_nobody(streams, relay, ann, bearer):
    listener = streams.listen(ORDERS, **bearer(ann)).ready()
    with transaction.atomic():
        publish(Happened(to=str(ann.user_id), number=1))
        transaction.set_rollback(True)
    relay()
    happen(ann, 2)
    relay()

    assert numbers(listener.wait_for(1)) == [2]


def test_a_ticket_opens_one_stream_and_its_cookie_the_same_again(streams, ann):
    ticket = tickets.issue(ann)
    first = streams.listen(f"{ORDERS}?ticket={ticket}").ready()
    cookie = first.headers["set-cookie"]

    used = streams.ask("GET", f"{ORDERS}?ticket={ticket}")
    again = streams.listen(f"{ORDERS}?ticket={ticket}", Cookie=cookie.partition(";")[0]).ready()

    assert (used.status, used.json()["code"]) == (401, "unauthenticated")
    assert used.headers["content-type"] == "application/problem+json"
    assert used.headers["www-authenticate"] == "Bearer"
    assert again.status == 200
    assert {part.strip() for part in cookie.split(";")[1:] if "expires" not in part} == {
        "HttpOnly", "Max-Age=900", "Path=/api/v1/events/", "SameSite=Strict",
    }  # fmt: skip


def test_who_is_locked_out_hears_no_more_and_cannot_come_back_by_cookie(streams, relay, ann):
    listener = streams.listen(f"{ORDERS}?ticket={tickets.issue(ann)}").ready()
    cookie = listener.headers["set-cookie"].partition(";")[0]

    lock_out(ann)
    relay()

    eventually(lambda: listener.ended)
    eventually(lambda: streams.ask("GET", ORDERS, Cookie=cookie).status == 401)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", ORDERS, 401, "unauthenticated"),
        ("GET", "/api/v1/events/orders/?ticket=made-up", 401, "unauthenticated"),
        ("GET", "/api/v1/events/", 404, "not_found"),
        ("GET", "/api/v1/events/others/", 404, "not_found"),
        ("GET", "/api/v1/events/products/x/", 404, "not_found"),
        ("GET", "/api/v3/events/orders/", 404, "not_found"),
        ("POST", ORDERS, 405, "method_not_allowed"),
        ("GET", "/api/v1/events/products/?ids=1,x", 422, "validation_failed"),
        ("GET", "/api/v1/events/products/?ids=" + ",".join(map(str, range(1, 102))), 422, "validation_failed"),
        ("GET", "/api/v2/events/?topics=weather", 422, "validation_failed"),
        ("GET", "/api/v2/events/?topics=orders", 401, "unauthenticated"),
    ],
)
def test_refusals_are_problems(streams, method, path, status, code):
    answer = streams.ask(method, path)

    assert (answer.status, answer.json()["code"]) == (status, code)
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert answer.headers.get("allow") == ("GET, HEAD" if status == 405 else None)


@pytest.mark.parametrize("version", [1, 2])
def test_a_ticket_of_either_version_opens_its_streams(streams, ann, bearer, client, version):
    base = f"/api/v{version}/events"
    ticket = client.post(f"{base}/tickets/", headers=bearer(ann))

    opened = streams.listen(f"{base}/orders/?ticket={ticket.json()['ticket']}").ready()

    assert (ticket.status_code, ticket.json()["expires_in"], opened.status) == (201, 60, 200)
    assert f"Path={base}/;" in f"{opened.headers['set-cookie']};"


def test_head_says_what_get_would_and_leaves_the_ticket_whole(streams, ann):
    ticket = tickets.issue(ann)

    assert streams.ask("HEAD", f"{ORDERS}?ticket={ticket}").status == 200
    assert streams.listen(f"{ORDERS}?ticket={ticket}").ready().last_id != ""


def test_a_page_of_an_allowed_origin_may_listen(streams, ann, bearer):
    allowed = streams.ask("HEAD", ORDERS, **bearer(ann), Origin="https://shop.example")
    other = streams.ask("HEAD", ORDERS, **bearer(ann), Origin="https://other.example")
    preflight = streams.ask("OPTIONS", ORDERS, Origin="https://shop.example")

    assert allowed.headers["access-control-allow-origin"] == "https://shop.example"
    assert "access-control-allow-origin" not in other.headers
    assert preflight.status == 204


def test_counts_of_a_product_come_at_most_once_a_second_and_end_right(streams, relay):
    listener = streams.listen("/api/v1/events/products/")
    eventually(lambda: listener.lines)
    time.sleep(0.2)

    for sold in (1, 2, 3, 3):
        sell(7, sold)
        relay()

    assert [message.data for message in listener.wait_for(2)] == [
        {"product_id": 7, "sold": 1}, {"product_id": 7, "sold": 3},
    ]  # fmt: skip


def test_topics_share_one_connection(streams, relay, ann, bearer):
    listener = streams.listen("/api/v2/events/?topics=orders,notifications,products:7", **bearer(ann)).ready()

    happen(ann, 1, sold={7: 4, 8: 1})
    relay()

    assert sorted(message.type for message in listener.wait_for(2)) == ["order.placed", "product.sold"]


def test_what_valkey_lost_is_written_again(streams, relay, ann, bearer):
    listener = streams.listen(ORDERS, **bearer(ann)).ready()
    happen(ann, 1, 2)
    relay()
    last = listener.wait_for(2)[0].id

    valkey.client(settings.CACHE_URL).flushdb()
    time.sleep(1.1)
    relay()
    again = streams.listen(ORDERS, **bearer(ann), **{"Last-Event-ID": last})
    again.wait_for(1)
    happen(ann, 3)
    relay()

    assert numbers(again.wait_for(2)) == [2, 3]
    assert numbers(listener.wait_for(3)) == [1, 2, 3]


def test_a_stop_ends_open_streams_at_once(relay, ann, bearer, tmp_path):
    with stream_process(str(tmp_path / "s")) as (streams, process):
        listener = streams.listen(ORDERS, **bearer(ann)).ready()
        began = time.monotonic()
        process.terminate()
        process.wait(5)

        eventually(lambda: listener.ended)
        assert time.monotonic() - began < 3
