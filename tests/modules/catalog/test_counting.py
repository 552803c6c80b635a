"""Counts are tallied where they can be, and are what a count of the rows would be, whatever happened before."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from src.modules.catalog.contracts import ProductDraft, VariantDraft
from src.modules.catalog.models import ChoiceTally, Counted, Product, ProductCategory, Tally, Uncounted, Variant
from src.modules.catalog.selectors.categories import Meant
from src.modules.catalog.selectors.counting import count_of, is_tallied, price_edges
from src.modules.catalog.selectors.shelf import ShelfFilters, meant_by, products_for
from src.modules.catalog.services.creation import create_products
from src.modules.catalog.services.ratings import set_rating
from src.modules.catalog.services.vocabulary import fold_tallies
from src.modules.inventory.contracts import Kind
from src.modules.inventory.models import StockMovement
from tests.factories import goods

pytestmark = pytest.mark.django_db


def counted(**filters: Any) -> tuple[int, int]:
    wanted = ShelfFilters(**filters)
    meant = meant_by(wanted)
    assert is_tallied(wanted)
    return count_of(wanted, meant), products_for(wanted, meant).count()


def test_what_is_archived_moved_or_renamed_is_still_counted_rightly() -> None:
    mugs, pans = goods.category("Mugs"), goods.category("Pans")
    first, second, third = (goods.product(category_ids=[mugs]) for _ in range(3))

    Product.objects.filter(pk=first).update(archived_at="2026-01-01T00:00Z")
    ProductCategory.objects.filter(product=second).update(category=pans)
    Product.objects.filter(pk=third).update(name="Another", currency="USD")

    assert counted() == (2, 2)
    assert counted(categories=(str(mugs),)) == (1, 1)
    assert counted(categories=(str(pans),), currency="EUR") == (1, 1)
    assert counted(currency="EUR") == (1, 1)


def test_folding_leaves_one_line_of_a_kind_and_the_same_sums() -> None:
    mugs = goods.category("Mugs")
    products = [goods.product(category_ids=[mugs]) for _ in range(3)]
    fold_tallies()
    Product.objects.filter(pk=products[0]).update(archived_at="2026-01-01T00:00Z")
    assert counted() == (2, 2)

    fold_tallies()

    assert [line.products for line in Tally.objects.all()] == [2]
    assert not Uncounted.objects.exists()
    assert counted() == (2, 2)


def test_nothing_is_left_in_the_tally_of_what_is_gone() -> None:
    product = goods.product(variants=[VariantDraft(price=1, options={"Size": "M"})])
    fold_tallies()
    assert Tally.objects.exists()
    assert ChoiceTally.objects.exists()

    Product.objects.filter(pk=product).update(archived_at="2026-01-01T00:00Z")
    fold_tallies()

    assert not any(model.objects.exists() for model in (Tally, ChoiceTally, Counted, Uncounted))


def test_a_sale_leaves_a_mark_only_where_a_shelf_becomes_empty() -> None:
    product = goods.product(variants=[VariantDraft(price=1, stock=2)])
    fold_tallies()

    take_one(product)
    assert not Uncounted.objects.exists()
    take_one(product)
    assert [mark.product_id for mark in Uncounted.objects.all()] == [product]
    assert counted(in_stock=True) == (0, 0)
    assert counted(in_stock=False) == (1, 1)


def test_a_change_of_words_leaves_no_mark() -> None:
    product = goods.product()
    fold_tallies()

    Product.objects.filter(pk=product).update(name="Another", description="<p>New</p>")

    assert not Uncounted.objects.exists()


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD", "UYW"])
def test_price_ranges_begin_where_postgresql_says(currency: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_price_edges(%s)", [currency])
        assert cursor.fetchone()[0] == price_edges(currency)


@pytest.mark.django_db(transaction=True)
def test_what_is_not_committed_while_others_fold_is_counted_afterwards() -> None:
    product = goods.product(variants=[VariantDraft(price=1, stock=1)])
    fold_tallies()

    with transaction.atomic():
        take_one(product)
        with ThreadPoolExecutor(1) as another:
            assert another.submit(on_a_connection_of_its_own, fold_and_count).result() == (1, 1)
        assert counted(in_stock=True) == (0, 0)

    assert counted(in_stock=True) == (0, 0)
    fold_tallies()
    assert counted(in_stock=True) == (0, 0)
    assert counted(in_stock=False) == (1, 1)


def fold_and_count() -> tuple[int, int]:
    fold_tallies()
    return counted(in_stock=True)


def on_a_connection_of_its_own(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        connection.close()


def take_one(product: int) -> None:
    """Off the shelf."""
    item = Variant.objects.get(product_id=product).stock_item_id
    StockMovement.objects.create(item_id=item, kind=Kind.ADJUSTED, quantity=-1)


@pytest.mark.parametrize(
    "more",
    [
        {"search": "mug"},
        {"min_rating": Decimal("1.5")},
        {"options": (("Size", ("M",)),)},
    ],
)
def test_what_the_tally_does_not_know_is_counted(more: dict[str, Any]) -> None:
    assert not is_tallied(ShelfFilters(**more))
    assert count_of(ShelfFilters(**more), Meant([], [])) == 0


def test_a_choice_has_one_number_whoever_offers_it() -> None:
    sizes = [[{"Size": "M"}, {"Size": "L"}], [{"Size": "M"}]]
    ids = [
        goods.product(variants=[VariantDraft(price=1, options=chosen) for chosen in options]) for options in sizes
    ]  # fmt: skip

    first, second = (Product.objects.get(pk=pk).choices for pk in ids)

    assert len(first) == 2
    assert second == [number for number in first if number in second]
    assert len(second) == 1


def test_an_archived_variant_takes_its_choices_along() -> None:
    product = goods.product(variants=[VariantDraft(price=1, options={"Size": size}) for size in "ML"])
    Variant.objects.filter(product_id=product, options={"Size": "L"}).update(archived_at="2026-01-01T00:00Z")

    assert len(Product.objects.get(pk=product).choices) == 1


changes = st.lists(
    st.tuples(
        st.sampled_from(["make", "archive", "move", "price", "rate", "stock", "empty", "fold"]),
        st.integers(0, 5),
        st.integers(0, 2),
    ),
    max_size=15,
)
asked = st.fixed_dictionaries(
    {},
    optional={
        "categories": st.sampled_from([("home",), ("mugs",), ("home", "pans")]),
        "currency": st.just("EUR"),
        "in_stock": st.booleans(),
        "min_rating": st.sampled_from([Decimal(0), Decimal(1), Decimal("4.0"), Decimal(6)]),
    },
)
prices = st.fixed_dictionaries(
    {},
    optional={
        "currency": st.just("EUR"),
        "min_price": st.sampled_from([0, 1, 999, 1000, 1001, 2500]),
        "max_price": st.sampled_from([0, 998, 999, 1000, 2499, 2500, 4999, 5000]),
    },
)
PRICES = (999, 1000, 2500)
RATINGS = ("0.99", "4", "5")


class Random(TestCase):
    """Any sequence of changes, against a count of the rows."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(changes, asked, prices)
    def test_the_tally_is_the_count_after_any_changes(
        self, several: list[tuple[str, int, int]], filters: dict[str, Any], more: dict[str, Any]
    ) -> None:
        home = goods.category("Home")
        places = [home, goods.category("Mugs", parent_id=home), goods.category("Pans")]
        made: list[int] = []
        for change, number, kind in several:
            if change == "make":
                made += make(number, places[kind])
            elif change == "fold":
                fold_tallies()
            elif made:
                changed(made[number % len(made)], change, kind, places)

            assert len(set(counted())) == 1
            assert len(set(counted(**{**filters, **more}))) == 1


def changed(product: int, change: str, kind: int, places: list[int]) -> None:
    if change == "archive":
        Product.objects.filter(pk=product).update(archived_at="2026-01-01T00:00Z")
    elif change == "move":
        ProductCategory.objects.filter(product=product).update(category=places[kind])
    elif change == "price":
        Variant.objects.filter(product_id=product).update(price=PRICES[kind])
    elif change == "rate":
        with transaction.atomic():
            set_rating(product, average=Decimal(RATINGS[kind]), count=1)
    else:
        item = Variant.objects.get(product_id=product).stock_item
        there = item.on_hand
        if change == "stock" or there:
            quantity = 1 + kind if change == "stock" else -there
            StockMovement.objects.create(item_id=item.pk, kind=Kind.ADJUSTED, quantity=quantity)


def make(count: int, category: int) -> list[int]:
    drafts = [
        ProductDraft(name="Thing", currency="EUR", variants=[VariantDraft(price=100)], category_ids=[category])
        for _ in range(count)
    ]
    with transaction.atomic():
        return create_products(drafts)
