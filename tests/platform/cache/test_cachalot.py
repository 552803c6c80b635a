"""Each race of hazards 1, twice: cachalot as shipped goes wrong in it, and what this shop made of it does not."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from threading import Thread
from typing import Any

import psycopg
import pytest
from cachalot import monkey_patch, utils
from cachalot.cache import cachalot_caches
from cachalot.settings import cachalot_settings
from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import BinaryField, Func, JSONField, UUIDField, Value
from django.db.models.sql.compiler import SQLCompiler
from psycopg import sql
from psycopg.conninfo import make_conninfo

from src.modules.catalog.models import Category
from src.platform.cache import keeper, orm, versions, wire
from tests.factories.goods import category

SHIPPED, OURS = "as shipped", "ours"


@pytest.fixture
def believed(web) -> None:
    """Valkey may be trusted, whatever is owed: what is not renewed in time would show."""
    caches["orm"].clear()
    wire.ask(("SET", versions.trust_key(), wire.wire().server, "PX", 60_000))


@pytest.fixture(params=[SHIPPED, OURS])
def cachalot(request, believed) -> Iterator[str]:
    category("Old")
    if request.param == OURS:
        yield OURS
        return
    ours: Any = SQLCompiler.execute_sql
    kept = vars(cachalot_settings).copy()
    orm.put(ours.__wrapped__)
    cachalot_settings.CACHALOT_QUERY_KEYGEN = utils.get_query_cache_key
    cachalot_settings.CACHALOT_INVALIDATE_RAW = True
    monkey_patch.patch()
    yield SHIPPED
    monkey_patch.unpatch()
    vars(cachalot_settings).update(kept)
    cachalot_caches.atomic_caches.clear()
    orm.put(ours)


@pytest.fixture
def psql(transactional_db) -> Iterator["psycopg.Connection[Any]"]:
    """Somebody with a connection of their own, and no idea of caches."""
    url = make_conninfo(settings.DATABASE_URL, dbname=connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as somebody:
        yield somebody


def names() -> list[str]:
    with orm.looking():
        return list(Category.objects.values_list("name", flat=True))


def rename(name: str) -> None:
    Category.objects.update(name=name)


def elsewhere(deed: Callable[[], Any]) -> Any:
    """In another thread, with a connection of its own, to its end."""
    done: list[Any] = []

    def run() -> None:
        try:
            done.append(deed())
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()
    return done[0]


def meanwhile(deed: Callable[[], Any], *, before: bool = False) -> AbstractContextManager[Any]:
    """Holds the window open: the deed is done when the next statement was sent (`before`: is about to be)."""
    done: list[bool] = []

    def wrapper(execute: Any, *statement: Any) -> Any:
        is_first = not done
        done.append(True)
        if is_first and before:
            deed()
        result = execute(*statement)
        if is_first and not before:
            deed()
        return result

    return connection.execute_wrapper(wrapper)


def statements(read: Callable[[], Any]) -> int:
    sent: list[str] = []

    def note(execute: Any, statement: str, *rest: Any) -> Any:
        sent.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(note):
        read()
    return len(sent)


def judge(cachalot: str, shown: Any, true: Any) -> None:
    """As shipped the harm is done, else the test would prove nothing; ours shows what is true."""
    assert (shown == true) is (cachalot == OURS), (cachalot, shown)


def judge_later(cachalot: str, true: Any) -> None:
    """By what is shown from now on, with the cache in use."""
    judge(cachalot, names(), true)
    names()
    assert statements(names) == 0


def test_a_result_is_read_once(cachalot):
    names()

    assert statements(names) == 0
    assert names() == ["Old"]


def test_rows_read_before_a_commit_are_not_kept_as_if_read_after_it(cachalot):
    with meanwhile(lambda: elsewhere(lambda: rename("New"))):
        names()

    judge_later(cachalot, ["New"])


def test_who_reads_while_a_write_in_autocommit_is_on_its_way_keeps_nothing_old(cachalot):
    with meanwhile(lambda: elsewhere(names), before=True):
        rename("New")

    judge_later(cachalot, ["New"])


def test_a_transaction_that_reads_publishes_nothing_at_its_end(cachalot):
    with transaction.atomic():
        names()
        elsewhere(lambda: rename("New"))

    judge_later(cachalot, ["New"])


def test_a_transaction_sees_what_others_commit_meanwhile(cachalot):
    with transaction.atomic():
        names()
        elsewhere(lambda: rename("New"))

        judge(cachalot, names(), ["New"])


def behind_its_back(statement: str) -> None:
    """A write in this transaction that Django does not see, as a trigger's."""
    connection.connection.execute(statement)


def test_a_transaction_sees_what_its_triggers_wrote(cachalot):
    with transaction.atomic():
        names()
        behind_its_back("UPDATE catalog_category SET name = 'New'")

        judge(cachalot, names(), ["New"])


def test_a_commit_that_fails_publishes_nothing(cachalot):
    with suppress(DatabaseError), transaction.atomic():
        behind_its_back("UPDATE catalog_category SET name = 'Never', parent_id = 1000000000")
        names()

    judge_later(cachalot, ["Old"])


def test_others_see_a_commit_when_its_hooks_run(cachalot):
    shown: list[list[str]] = []
    names()
    with transaction.atomic():
        rename("New")
        transaction.on_commit(lambda: shown.append(elsewhere(names)))

    judge(cachalot, shown, [["New"]])


def test_a_hook_from_before_the_write_sees_the_commit(believed):
    shown: list[list[str]] = []
    category("Old")
    names()
    with transaction.atomic():
        transaction.on_commit(lambda: shown.append(names()))
        rename("New")

    assert shown == [["New"]]


def test_a_transaction_that_could_not_begin_ends_no_invalidation(cachalot, monkeypatch):
    def refuses() -> bool:
        raise OperationalError

    names()
    with suppress(OperationalError), monkeypatch.context() as patch:
        patch.setattr(connection, "get_autocommit", refuses)
        with transaction.atomic():
            pass
    rename("New")

    judge(cachalot, elsewhere(names), ["New"])


WRITES_UNSEEN = ["UPDATE catalog_category SET name = 'New'", "DELETE FROM catalog_category", "COPY"]


@pytest.mark.parametrize("statement", WRITES_UNSEEN)
def test_plain_sql_is_seen_once_the_keeper_paid(cachalot, psql, keeper_s_connection, statement):
    names()

    if statement == "COPY":
        with psql.cursor().copy("COPY catalog_category (name, slug, description) FROM STDIN") as copy:
            copy.write_row(("Copied", "copied", ""))
    else:
        psql.execute(statement)
    keeper.pay(keeper_s_connection)

    judge_later(cachalot, [name for (name,) in psql.execute("SELECT name FROM catalog_category ORDER BY name")])


def test_a_function_that_writes_is_seen_at_once(cachalot):
    with connection.cursor() as cursor:
        body = "LANGUAGE sql AS $$ UPDATE catalog_category SET name = 'New' $$"
        cursor.execute(f"CREATE FUNCTION pg_temp.tidy() RETURNS void {body}")
        names()
        cursor.execute("SELECT pg_temp.tidy()")

    judge_later(cachalot, ["New"])


def test_a_statement_made_of_parts_is_sent_as_any(cachalot):
    with connection.cursor() as cursor:
        try:
            cursor.execute(sql.SQL("SELECT {}").format(1))
            answered = cursor.fetchall()
        except AttributeError:
            answered = []

    judge(cachalot, answered, [(1,)])


LONG = "x" * 60
ALIKE = [
    (Value({LONG: 1}, output_field=JSONField()), Value({LONG: 2}, output_field=JSONField())),
    (Value(LONG.encode() + b"1", output_field=BinaryField()), Value(LONG.encode() + b"2", output_field=BinaryField())),
]


@pytest.mark.parametrize("pair", ALIKE, ids=["json", "bytes"])
def test_long_parameters_are_told_apart(cachalot, pair):
    with orm.looking():
        first, second = (Category.objects.values_list(value)[0][0] for value in pair)

    judge(cachalot, first != second, True)


def test_what_is_different_each_time_is_asked_each_time(cachalot):
    with orm.looking():
        dice = [
            Category.objects.values_list(Func(function="gen_random_uuid", output_field=UUIDField()))[0] for _ in "12"
        ]

    judge(cachalot, dice[0] != dice[1], True)


def test_one_row_and_all_rows_of_the_same_statement_are_told_apart(cachalot):
    with orm.looking():
        Category.objects.exists()
        try:
            shown = list(Category.objects.order_by().annotate(a=Value(1)).values_list("a")[:1])
        except TypeError:
            shown = []

    judge(cachalot, shown, [(1,)])
