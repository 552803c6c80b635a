"""Connections are kept, and noticed when they ended; statements of our own are planned once."""

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from src.platform.db.sql import fetch

pytestmark = pytest.mark.django_db(transaction=True)


def backend() -> int:
    return fetch("SELECT pg_backend_pid()")[0][0]


def begin_a_request() -> None:
    """As Django does at its beginning."""
    connection.close_if_unusable_or_obsolete()


def test_a_connection_that_the_server_ended_is_replaced_before_the_next_request():
    ended = backend()
    with psycopg.connect(settings.DATABASE_DIRECT_URL, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 2000)", [ended])

    begin_a_request()

    assert backend() != ended


def test_a_connection_that_is_well_is_kept_without_a_round_trip():
    first = backend()
    with psycopg.connect(settings.DATABASE_DIRECT_URL, autocommit=True) as other:
        last = other.execute("SELECT query_start FROM pg_stat_activity WHERE pid = %s", [first]).fetchone()
        begin_a_request()
        connection.ensure_connection()
        usable = connection.is_usable()

        assert usable
        assert other.execute("SELECT query_start FROM pg_stat_activity WHERE pid = %s", [first]).fetchone() == last
    assert backend() == first


def test_a_statement_is_planned_once_whatever_the_size_of_its_numbers():
    counted = "SELECT %(number)s::bigint"
    for number in (1, 40_000, 3_000_000_000):
        assert fetch(counted, {"number": number}) == [(number,)]

    kept = fetch("SELECT statement FROM pg_prepared_statements WHERE NOT from_sql")
    assert [statement for (statement,) in kept].count("SELECT $1::bigint") == 1


def test_a_prepared_statement_is_shown_with_its_values():
    with CaptureQueriesContext(connection) as captured:
        fetch("SELECT %(word)s::text", {"word": "it's"})

    assert [query["sql"] for query in captured] == ["SELECT 'it''s'::text"]
