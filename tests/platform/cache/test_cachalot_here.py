"""cachalot in this shop: what may pass through it, and Valkey away, empty, full or started anew."""

from threading import Event, Thread
from typing import Any

import pytest
from django.conf import settings as shop
from django.db import connection
from django.db.models import Exists, F, Func, OuterRef, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now, Random

from src.modules.catalog.models import Category, Product, Word
from src.platform.cache import orm, versions, wire
from tests.factories.goods import category, product
from tests.platform.cache.test_cachalot import believed as believed
from tests.platform.cache.test_cachalot import names, rename, statements

C = Category.objects
WORD = Word.objects.filter(word=OuterRef("slug"))


@pytest.fixture
def shelf(believed: None) -> None:
    category("Old")
    names()


def test_only_tables_whose_rows_decide_nothing_are_cached():
    assert shop.CACHED_TABLES == {"catalog_category": "catalog.categories"}
    assert list(shop.CACHED_TABLES) == shop.CACHALOT_ONLY_CACHABLE_TABLES


def test_every_kind_of_change_of_a_cached_table_ends_its_scope(transactional_db):
    """A trigger for each, of statements, without a condition: no row can change unheard."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgtype & 28, tgargs, tgqual FROM pg_trigger"
            " WHERE tgfoid = 'catalog_change_ends_answers'::regproc AND tgrelid::regclass::text = ANY(%s)",
            [list(shop.CACHED_TABLES)],
        )
        heard = [row for row in cursor.fetchall() if shop.CACHED_TABLES[row[0]] in bytes(row[2]).decode().split("\0")]

    # 4 insert, 8 delete, 16 update
    assert sorted((table, kind) for table, kind, _, condition in heard if condition is None) == [
        (table, kind) for table in sorted(shop.CACHED_TABLES) for kind in (4, 8, 16)
    ]


UNSTEADY: dict[str, Any] = {
    "another table": Product.objects.all(),
    "joined": C.filter(products__sku="x"),
    "exists": C.filter(Exists(WORD)),
    "ordered by another table": C.order_by(Subquery(WORD.values("products"))),
    "the time": C.filter(created_at__lt=Now() - F("updated_at")),
    "dice": C.order_by(Random()),
    "a function": C.annotate(x=Func("pk", function="pg_sleep")),
    "plain SQL": C.annotate(x=RawSQL("SELECT count(*) FROM catalog_word", [])),
    "plain SQL in quotes": C.annotate(x=RawSQL('SELECT 1 FROM "cache_trust"', [])),
    "a quoted function": C.annotate(x=RawSQL('"random"()', [])),
    "a literal": C.extra(where=["name = 'x'"]),
}


@pytest.mark.parametrize("rows", UNSTEADY.values(), ids=UNSTEADY)
def test_a_query_that_reads_more_than_cached_tables_is_not_cached(rows):
    assert orm.is_steady(rows.query.sql_with_params()[0]) is False


STEADY = [C.all(), C.filter(name__icontains="x")[:5], C.filter(pk__in=[1, 2]).values("slug"), C.filter(parent=None)]


@pytest.mark.parametrize("rows", STEADY)
def test_an_ordinary_query_of_a_cached_table_is(rows):
    assert orm.is_steady(rows.query.sql_with_params()[0])


def test_who_does_not_look_reads_the_database(shelf):
    assert statements(lambda: list(C.values_list("name", flat=True))) == 1


def test_what_is_read_piece_by_piece_is_not_cached(shelf):
    with orm.looking():
        assert [statements(lambda: list(C.iterator())) for _ in range(2)] == [1, 1]


def test_a_call_that_looks_is_answered_from_it(believed, client):
    product()
    first, second = (statements(lambda: client.get("/api/v2/categories/")) for _ in range(2))

    assert (first, second) == (2, 1)


def test_a_writer_is_never_told_old_things_while_others_read(shelf):
    done = Event()

    def keep_reading() -> None:
        while not done.is_set():
            names()
        connection.close()

    readers = [Thread(target=keep_reading) for _ in range(3)]
    for reader in readers:
        reader.start()
    shown = []
    for turn in range(200):
        rename(f"New {turn}")
        shown.append(names())
    done.set()
    for reader in readers:
        reader.join()

    assert shown == [[f"New {turn}"] for turn in range(200)]


# Valkey


def test_without_trust_the_database_is_asked(shelf):
    wire.ask(("DEL", versions.trust_key()))

    assert statements(names) == 1


def test_valkey_away_is_slower_and_not_wrong(shelf, settings):
    wire.hang_up()
    settings.CACHE_URL = "unix:///nowhere"

    assert statements(names) == 1
    rename("New")
    assert names() == ["New"]


def test_an_emptied_valkey_is_filled_again(shelf):
    wire.ask(("FLUSHDB",))
    wire.ask(("SET", versions.trust_key(), wire.wire().server))

    assert [statements(names) for _ in range(2)] == [1, 0]


def test_an_evicted_version_brings_no_old_rows_back(shelf):
    wire.ask(("DEL", versions.version_key("catalog.categories")))

    assert [statements(names) for _ in range(2)] == [1, 0]


def test_another_run_of_valkey_is_not_believed(shelf, monkeypatch):
    monkeypatch.setattr(wire.wire(), "server", b"another")

    assert [statements(names) for _ in range(2)] == [1, 1]


def test_rows_that_another_run_of_valkey_vouched_for_are_not_found_again(shelf, monkeypatch):
    monkeypatch.setattr(wire.wire(), "server", b"another")
    wire.ask(("SET", versions.trust_key(), b"another"))

    assert [statements(names) for _ in range(2)] == [1, 0]


def test_a_full_valkey_is_not_wrong(a_valkey_of_its_own, web, trusted):
    """It refuses the renewal: the writer answers when nobody can trust any more."""
    category("Old")
    names()
    wire.ask(("CONFIG", "SET", "maxmemory", "1", "maxmemory-policy", "noeviction"))

    rename("New")

    wire._thread.rests_until = 0.0
    assert names() == ["New"]


def test_a_hung_valkey_is_waited_for_a_moment_only(a_valkey_of_its_own, shelf):
    wire.ask(("CLIENT", "PAUSE", "2000", "ALL"))

    assert [statements(names) for _ in range(2)] == [1, 1]
