"""Filters and orders of the shelf: the same as a count by hand, whatever the goods and whatever is asked."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from src.modules.catalog import public as catalog
from src.modules.catalog.contracts import VariantDraft
from src.modules.catalog.models import Category, Variant
from src.modules.inventory import public as inventory
from tests.factories.goods import category, product

pytestmark = pytest.mark.django_db

PRODUCTS = "/api/v1/products/"

# A tree of four: 0 above 1 above 2, and 3 alone.
PARENTS = [None, 0, 1, None]
BELOW = {0: {0, 1, 2}, 1: {1, 2}, 2: {2}, 3: {3}}
WORDS = ["red", "blue", "café"]

goods = st.fixed_dictionaries(
    {
        "name": st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True).map(" ".join),
        "price": st.integers(0, 5),
        "stock": st.integers(0, 2),
        "currency": st.sampled_from(["EUR", "EUR", "JPY"]),
        "places": st.lists(st.integers(0, 3), min_size=1, max_size=2, unique=True),
        "rating": st.sampled_from([0, 1, 3, 5]),
    }
)
questions = st.fixed_dictionaries(
    {},
    optional={
        "category": st.lists(st.integers(0, 3), min_size=1, max_size=2),
        "min_price": st.integers(0, 5),
        "max_price": st.integers(0, 5),
        "in_stock": st.booleans(),
        "search": st.sampled_from(WORDS),
        "min_rating": st.sampled_from([1, 2, 5]),
        "currency": st.sampled_from(["EUR", "JPY"]),
        "ordering": st.sampled_from(["price", "-price", "created_at", "-created_at", "name", "-name", "-rating"]),
    },
)


def by_hand(shelf: list[dict[str, Any]], asked: dict[str, Any]) -> list[dict[str, Any]]:
    """What the shop should answer, found by looking at every product."""
    priced = {"min_price", "max_price", "currency"} & asked.keys() or asked.get("ordering") in ("price", "-price")
    found = [
        one
        for one in shelf
        if (not priced or one["currency"] == asked.get("currency", "EUR"))
        and asked.get("min_price", 0) <= one["price"] <= asked.get("max_price", 9)
        and ("in_stock" not in asked or (one["stock"] > 0) == asked["in_stock"])
        and ("search" not in asked or asked["search"] in one["name"].split())
        and one["rating"] >= asked.get("min_rating", 0)
        and ("category" not in asked or set(one["places"]) & set().union(*(BELOW[top] for top in asked["category"])))
    ]
    order = asked.get("ordering", "-created_at")
    key = {"price": "price", "created_at": "id", "name": "name", "rating": "rating"}[order.removeprefix("-")]

    def folded(one: dict[str, Any]) -> Any:
        return one[key].replace("é", "e") if key == "name" else one[key]

    return sorted(found, key=lambda one: (folded(one), one["id"]), reverse=order.startswith("-"))


def stock_the_shelf(shelf: list[dict[str, Any]]) -> list[dict[str, Any]]:
    places: list[int] = []
    for number, parent in enumerate(PARENTS):
        places.append(category(f"Place {number}", parent_id=None if parent is None else places[parent]))
    for one in shelf:
        minor = one["price"] * (1 if one["currency"] == "JPY" else 100)
        one["id"] = product(
            one["name"],
            variants=[VariantDraft(price=minor, stock=one["stock"])],
            currency=one["currency"],
            category_ids=[places[place] for place in one["places"]],
        )
        with transaction.atomic():
            catalog.set_rating(one["id"], average=Decimal(one["rating"]), count=1)
    return shelf


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shelf=st.lists(goods, max_size=8), several=st.lists(questions, min_size=1, max_size=6))
def test_the_shelf_is_what_a_count_by_hand_finds(shelf, several):
    with transaction.atomic():
        stock_the_shelf(shelf)
        top = dict(enumerate(Category.objects.order_by("pk").values_list("pk", flat=True)))
        for asked in several:
            wire = {**asked, "ordering": asked.get("ordering", "-created_at"), "page_size": 100}
            if "category" in asked:
                wire["category"] = [top[place] for place in asked["category"]]
            if "in_stock" in asked:
                wire["in_stock"] = str(asked["in_stock"]).lower()

            answer = Client().get(f"{PRODUCTS}?{urlencode(wire, doseq=True)}").json()

            expected = [one["id"] for one in by_hand(shelf, asked)]
            assert ([one["id"] for one in answer["results"]], answer["count"]) == (expected, len(expected)), asked
        transaction.set_rollback(True)


def test_the_best_name_comes_first(client):
    mugs = category("Mugs")
    by_category = product("Green cup", category_ids=[mugs])
    by_description = product("Saucer", description="<p>Goes with a mug.</p>")
    by_name = product("Mug")
    product("Lamp")

    found = client.get(PRODUCTS + "?search=mugs").json()

    assert [one["id"] for one in found["results"]] == [by_name, by_description, by_category]
    assert found["count"] == 3


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ('"blue mug"', {"Blue mug"}),
        ("mug -blue", {"Red mug"}),
        ("lamp or red", {"Lamp", "Red mug"}),
        ("LAMP-1", {"Lamp"}),
        ("kitchen", {"Pan"}),
        ("nothing of this", set()),
        ("the", set()),
        ("!!! & | <-> ''", set()),
    ],
)
def test_words_mean_what_a_visitor_expects(client, words, names):
    product("Blue mug")
    product("Red mug")
    product("Lamp", sku="LAMP-1")
    product("Pan", category_ids=[category("Pans", parent_id=category("Kitchen"))])

    found = client.get(PRODUCTS, {"search": words, "ordering": "name"}).json()

    assert {one["name"] for one in found["results"]} == names


def test_what_sold_most_comes_first(client):
    slow, best = product("Slow"), product("Best")
    item = Variant.objects.get(product=best).stock_item_id
    with transaction.atomic():
        inventory.reserve("order-1", {item: 2})
        inventory.sell("order-1", {item: 2})

    found = client.get(PRODUCTS + "?ordering=-sold").json()["results"]

    assert [(one["id"], one["sold"], one["stock"]) for one in found] == [(best, 2, 3), (slow, 0, 5)]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=x", "page"),
        ("page=99999999999999999999", "page"),
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=ten", "page_size"),
        ("ordering=cost", "ordering"),
        ("ordering=name;drop", "ordering"),
        ("in_stock=maybe", "in_stock"),
        ("in_stock=", "in_stock"),
        ("min_price=-1", "min_price"),
        ("min_price=NaN", "min_price"),
        ("max_price=Infinity", "max_price"),
        ("max_price=1e5", "max_price"),
        ("max_price=100000000", "max_price"),
        ("min_price=1.999", "min_price"),
        ("min_price=1.5&currency=JPY", "min_price"),
        ("currency=XXX", "currency"),
        ("currency=eur", "currency"),
        ("seller=somebody", "seller"),
        ("min_rating=6", "min_rating"),
        ("min_rating=nan", "min_rating"),
        ("search=a%00b", "search"),
        ("category=a%00b", "category.0"),
        ("search=" + "x" * 256, "search"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_name(client, query, field):
    answer = client.get(f"{PRODUCTS}?{query}")

    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])


@pytest.mark.parametrize(
    "query",
    [
        "category=none-such",
        "category=99999999999999999999",
        "category=%27%20OR%201=1--",
        "search=%25_%5C",
        "search=(((((",
        "search=%22",
        "search=" + "a%20or%20" * 30 + "b",
        "seller=00000000-0000-0000-0000-000000000000",
        "min_price=5&max_price=1",
        "&".join(f"category={number}" for number in range(10**9, 10**9 + 200)),
    ],
)
def test_a_question_that_fits_nothing_finds_nothing(client, query):
    product("Lamp")

    answer = client.get(f"{PRODUCTS}?{query}")

    assert (answer.status_code, answer.json()["count"]) == (200, 0)


def test_a_parameter_that_nobody_knows_changes_nothing(client):
    product("Lamp")

    assert client.get(PRODUCTS + "?utm_source=mail&search=").json()["count"] == 1
