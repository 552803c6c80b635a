"""Counts are tallied where they can be, and are what a count of the rows would be, whatever happened before."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from src.modules.catalog.contracts import ProductDraft, VariantDraft
from src.modules.catalog.models import Product, ProductCategory, Tally, Variant
from src.modules.catalog.selectors.categories import Meant
from src.modules.catalog.selectors.counting import count_of, is_tallied
from src.modules.catalog.selectors.shelf import ShelfFilters, meant_by, products_for
from src.modules.catalog.services.creation import create_products
from src.modules.catalog.services.vocabulary import fold_tallies
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
    Product.objects.filter(pk=products[0]).update(archived_at="2026-01-01T00:00Z")
    assert Tally.objects.count() == 4

    fold_tallies()

    assert [line.products for line in Tally.objects.all()] == [2]
    assert counted() == (2, 2)


def test_nothing_is_left_in_the_tally_of_what_is_gone() -> None:
    Product.objects.filter(pk=goods.product()).update(archived_at="2026-01-01T00:00Z")

    fold_tallies()

    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    "more",
    [{"in_stock": True}, {"search": "mug"}, {"min_price": 1}, {"min_rating": 1}, {"options": (("Size", ("M",)),)}],
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


moves = st.lists(
    st.tuples(st.sampled_from(["make", "archive", "move", "fold"]), st.integers(0, 5), st.integers(0, 2)), max_size=12
)


class Random(TestCase):
    """Any sequence of changes, against a count of the rows."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(moves)
    def test_the_tally_is_the_count_after_any_changes(self, changes: list[tuple[str, int, int]]) -> None:
        places = [goods.category(name) for name in ("Home", "Mugs", "Pans")]
        made: list[int] = []
        for change, number, place in changes:
            if change == "make":
                made += make(number, places[place])
            elif change == "fold":
                fold_tallies()
            elif made and change == "archive":
                Product.objects.filter(pk=made[number % len(made)]).update(archived_at="2026-01-01T00:00Z")
            elif made:
                ProductCategory.objects.filter(product=made[number % len(made)]).update(category=places[place])

        for place in places:
            tallied, rows = counted(categories=(str(place),))
            assert tallied == rows
        tallied, rows = counted()
        assert tallied == rows


def make(count: int, category: int) -> list[int]:
    drafts = [
        ProductDraft(name="Thing", currency="EUR", variants=[VariantDraft(price=100)], category_ids=[category])
        for _ in range(count)
    ]
    with transaction.atomic():
        return create_products(drafts)
