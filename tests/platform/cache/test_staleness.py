"""What is answered was true when it was asked: the races of hazards 1, and Valkey away, empty, full or started anew."""

import json
from decimal import Decimal
from threading import Thread

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from src.modules.catalog import public as catalog
from src.modules.catalog.models import Category, Product
from src.modules.identity.models import User
from src.modules.inventory import public as inventory
from src.platform.auth.principal import Role
from src.platform.cache import answers, keeper, versions, wire
from tests.factories.goods import category, product, variant
from tests.factories.shops import person, place

PRODUCTS = "/api/v1/products/"


@pytest.fixture
def mug(transactional_db):
    return product("Blue mug", price=1000, stock=5)


@pytest.fixture
def psql(transactional_db):
    """Somebody with a connection of their own, and no idea of caches."""
    url = make_conninfo(settings.DATABASE_URL, dbname=connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as somebody:
        yield somebody


def name_of(given):
    return json.loads(given.body)["name"]


def rename(product_id, name):
    with transaction.atomic():
        Product.objects.filter(pk=product_id).update(name=name)


def test_a_write_is_seen_by_the_very_next_read(web, mug, trusted):
    for number in range(20):
        web(f"{PRODUCTS}{mug}/")
        rename(mug, f"Mug {number}")
        trusted()

        assert name_of(web(f"{PRODUCTS}{mug}/")) == f"Mug {number}"
        assert web(f"{PRODUCTS}{mug}/").by == "short cut"


def test_a_write_in_autocommit_is_seen_by_the_very_next_read(web, mug, trusted):
    web(f"{PRODUCTS}{mug}/")

    Product.objects.filter(pk=mug).update(name="New")

    assert name_of(web(f"{PRODUCTS}{mug}/")) == "New"


def test_rows_read_before_a_commit_are_not_kept_as_if_read_after_it(web, mug, trusted, monkeypatch):
    """The window held open: the old row is read, then somebody commits and renews, then the old answer is kept."""
    keep = answers.keep

    def late(**answer):
        Thread(target=_in_a_thread, args=(mug, "New")).start()
        _until_renamed(mug, "New")
        keep(**answer)

    monkeypatch.setattr(answers, "keep", late)
    web(f"{PRODUCTS}{mug}/")
    monkeypatch.setattr(answers, "keep", keep)

    assert name_of(web(f"{PRODUCTS}{mug}/")) == "New"


def _in_a_thread(product_id, name):
    rename(product_id, name)
    connection.close()


def _until_renamed(product_id, name):
    before = versions.note([f"product:{product_id}"])
    while not Product.objects.filter(pk=product_id, name=name).exists():
        pass
    while versions.note([f"product:{product_id}"]) == before:
        pass


def test_what_a_transaction_reads_is_not_kept(web, mug, trusted):
    with transaction.atomic():
        Product.objects.filter(pk=mug).update(name="Never")
        web(f"{PRODUCTS}{mug}/")
        transaction.set_rollback(True)

    assert name_of(web(f"{PRODUCTS}{mug}/")) == "Blue mug"


def test_a_commit_that_fails_publishes_nothing(web, mug, trusted):
    with pytest.raises(Exception, match="catalog_product_slug_proper"), transaction.atomic():
        Product.objects.filter(pk=mug).update(slug="1")

    assert name_of(web(f"{PRODUCTS}{mug}/")) == "Blue mug"
    assert web(f"{PRODUCTS}{mug}/").by == "short cut"


RECEIVED = """
INSERT INTO inventory_stockmovement (item_id, kind, quantity, reference, actor, reason)
SELECT stock_item_id, 'received', 2, '', '', '' FROM catalog_variant WHERE product_id = {mug}
"""
RATED = "UPDATE catalog_productrating SET average = 4, count = 1 WHERE product_id = {mug}"
PICTURED = """
INSERT INTO catalog_productimage (product_id, url, file, thumbnail, alt, position)
VALUES ({mug}, 'https://example.com/a.png', '', '', 'A', 0)
"""


CHANGES: list[tuple[str, dict[str, object]]] = [
    ("UPDATE catalog_product SET name = 'New' WHERE id = {mug}", {"name": "New"}),
    ("UPDATE catalog_variant SET price = 5 WHERE product_id = {mug}", {"price": "0.05"}),
    (RATED, {"rating": {"average": 4.0, "count": 1}}),
    (RECEIVED, {"stock": 7}),
    (PICTURED, {}),
    ("UPDATE catalog_category SET name = 'New'", {}),
    ("UPDATE catalog_variant SET archived_at = now() WHERE product_id = {mug}", {"variants": []}),
    ("DELETE FROM catalog_productcategory WHERE product_id = {mug}", {"category": None}),
]


def test_plain_sql_is_seen_once_the_keeper_took_a_turn(web, mug, trusted, psql):
    for sql, shown in CHANGES:
        trusted()
        before = [json.loads(web(f"{PRODUCTS}{address}").body) for address in (f"{mug}/", "")]

        psql.execute(sql.format(mug=mug))
        trusted()

        after = [json.loads(web(f"{PRODUCTS}{address}").body) for address in (f"{mug}/", "")]
        assert after[0] != before[0], sql
        assert sql.startswith("UPDATE catalog_variant SET archived") or after[1] != before[1], sql
        assert {name: after[0][name] for name in shown} == shown, sql


def test_a_copy_into_the_table_is_seen_once_the_keeper_took_a_turn(web, mug, trusted, psql):
    web("/api/v1/categories/")

    with psql.cursor().copy("COPY catalog_category (name, slug, description) FROM STDIN") as copy:
        copy.write_row(("Copied", "copied", ""))
    trusted()

    assert b"Copied" in web("/api/v1/categories/").body


def test_a_sale_renews_its_product_and_what_sorts_by_sales_and_nothing_else(web, mug, trusted):
    pen = product("Pen", category_ids=[category("Pens")])
    buyer = person()
    every = {name: f"{PRODUCTS}{query}" for name, query in {
        "pen": f"{pen}/", "mug": f"{mug}/", "pens": "?category=pens", "all": "",
        "in stock": "?in_stock=true&category=pens", "best sold": "?ordering=-sold&category=pens",
    }.items()}  # fmt: skip
    trusted()
    for address in every.values():
        web(address)

    place(buyer, {variant(mug): 1})
    trusted()

    answered = {name: web(address).by for name, address in every.items()}
    assert answered == {
        "pen": "short cut", "mug": "django", "pens": "short cut", "all": "django", "in stock": "short cut",
        "best sold": "django",
    }  # fmt: skip
    shown = json.loads(web(f"{PRODUCTS}{mug}/").body)
    assert (shown["stock"], shown["sold"]) == (4, 1)


def test_the_last_one_sold_leaves_the_lists_of_what_is_there(web, mug, trusted):
    web(f"{PRODUCTS}?in_stock=true")

    place(person(), {variant(mug): 5})
    trusted()

    assert json.loads(web(f"{PRODUCTS}?in_stock=true").body)["count"] == 0


def test_names_of_categories_and_sellers_are_part_of_every_product(web, trusted):
    seller = person(role=Role.SELLER, shop_name="Old shop")
    pot = product("Pot", seller_id=seller, category_ids=[category("Pots")])
    web(f"{PRODUCTS}{pot}/")
    with transaction.atomic():
        Category.objects.update(name="Better pots")

    assert json.loads(web(f"{PRODUCTS}{pot}/").body)["category"]["name"] == "Better pots"
    User.objects.filter(pk=seller).update(shop_name="New shop")
    assert json.loads(web(f"{PRODUCTS}{pot}/").body)["seller"]["name"] == "New shop"


def test_ratings_are_seen_at_once(web, mug, trusted):
    web(f"{PRODUCTS}?min_rating=4")

    with transaction.atomic():
        catalog.set_rating(mug, average=Decimal("4.5"), count=2)

    assert json.loads(web(f"{PRODUCTS}?min_rating=4").body)["count"] == 1


def test_a_slug_that_another_product_takes_over_shows_the_other(web, mug, trusted):
    web(f"{PRODUCTS}blue-mug/")

    Product.objects.filter(pk=mug).update(slug="old-mug")
    new = product("Blue mug", price=2000)

    assert json.loads(web(f"{PRODUCTS}blue-mug/").body)["id"] == new


# Valkey


def test_without_a_keeper_nobody_trusts_the_cache(web, mug):
    assert [web(f"{PRODUCTS}{mug}/").by for _ in range(2)] == ["django", "django"]


def test_trust_ends_by_itself(web, mug, trusted):
    web(f"{PRODUCTS}{mug}/")
    wire.ask(("PEXPIRE", versions.trust_key(), 0))

    assert web(f"{PRODUCTS}{mug}/").by == "django"


def test_valkey_away_is_slower_and_not_wrong(web, mug, trusted, settings):
    web(f"{PRODUCTS}{mug}/")
    wire.hang_up()
    there, settings.CACHE_URL = settings.CACHE_URL, "unix:///nowhere"

    # The writer cannot tell: it answers when nobody can trust any more, and readers elsewhere do not.
    rename(mug, "New")
    assert name_of(web(f"{PRODUCTS}{mug}/")) == "New"

    settings.CACHE_URL = there
    wire._thread.rests_until = 0.0

    assert name_of(web(f"{PRODUCTS}{mug}/")) == "New"
    trusted()
    assert name_of(web(f"{PRODUCTS}{mug}/")) == "New"


def test_an_emptied_valkey_is_filled_again(web, mug, trusted):
    web(f"{PRODUCTS}{mug}/")
    wire.ask(("FLUSHDB",))
    trusted()

    assert web(f"{PRODUCTS}{mug}/").by == "django"
    assert web(f"{PRODUCTS}{mug}/").by == "short cut"


def test_an_evicted_version_brings_no_old_answer_back(web, mug, trusted):
    web(f"{PRODUCTS}{mug}/")
    wire.ask(("DEL", versions.version_key(f"product:{mug}")))
    versions.note([f"product:{mug}"])

    assert web(f"{PRODUCTS}{mug}/").by == "django"


def test_a_full_valkey_is_not_trusted_before_it_was_told(a_valkey_of_its_own, web, mug, trusted, keeper_s_connection):
    web(f"{PRODUCTS}{mug}/")
    wire.ask(("CONFIG", "SET", "maxmemory", "1", "maxmemory-policy", "noeviction"))
    rename(mug, "New")
    with pytest.raises(wire.Away):
        keeper.keep(keeper_s_connection)
    wire._thread.rests_until = 0.0

    assert name_of(web(f"{PRODUCTS}{mug}/")) == "New"


def test_another_run_of_valkey_is_not_believed(web, mug, trusted, monkeypatch):
    """It may have come back from its disk without the last second, with trust and all."""
    web(f"{PRODUCTS}{mug}/")
    monkeypatch.setattr(wire.wire(), "server", b"another")

    assert web(f"{PRODUCTS}{mug}/").by == "django"
    trusted()
    assert web(f"{PRODUCTS}{mug}/").by == "short cut"


def test_what_is_owed_is_paid_before_trust_is_given(web, mug, trusted, psql, keeper_s_connection):
    psql.execute("UPDATE catalog_product SET name = 'New'")
    before = versions.note([f"product:{mug}"])

    paid = keeper.pay(keeper_s_connection)

    assert paid > 0
    assert versions.note([f"product:{mug}"]) != before
    assert psql.execute("SELECT count(*) FROM cache_owed").fetchone() == (0,)


def test_stock_counts_are_read_by_nobody_who_decides(web, mug, trusted):
    """A checkout asks the database, whatever the cache holds."""
    web(f"{PRODUCTS}{mug}/")
    place(person(), {variant(mug): 5})

    item = catalog.sellables([variant(mug)])[variant(mug)].stock_item_id
    assert inventory.levels([item])[item].on_hand - inventory.levels([item])[item].reserved == 0
