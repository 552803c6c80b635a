"""Facets say what a filter would leave: each count is the count of the filter itself."""

from collections import Counter
from decimal import Decimal
from itertools import chain
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from src.modules.catalog import public as catalog
from src.modules.catalog.api.schemas.extended import ShelfPage
from src.modules.catalog.contracts import VariantDraft
from src.modules.catalog.services.vocabulary import FOLD
from tests.factories.goods import category, product

pytestmark = pytest.mark.django_db

PRODUCTS = "/api/v2/products/"
ALL = "category,price,rating,in_stock,options"

goods = st.fixed_dictionaries(
    {
        "price": st.sampled_from([0, 999, 1000, 2499, 2500, 10**7]),
        "stock": st.integers(0, 1),
        "places": st.lists(st.integers(0, 2), min_size=1, max_size=2, unique=True),
        "rating": st.sampled_from(["0", "0.99", "1", "3.5", "4", "5"]),
        "sizes": st.lists(st.sampled_from(["S", "M"]), max_size=2, unique=True),
        "name": st.sampled_from(["red", "blue"]),
        # Whether its rating comes after it was counted.
        "counted": st.booleans(),
    }
)
choices = st.fixed_dictionaries(
    {},
    optional={
        "category": st.sampled_from(["place-0", "place-1", "place-2"]),
        "min_price": st.sampled_from(["0", "10.00"]),
        "in_stock": st.sampled_from(["true", "false"]),
        "min_rating": st.sampled_from(["1", "4"]),
        "option": st.sampled_from(["Size:S", "Size:M"]),
        "search": st.sampled_from(["red", "place"]),
    },
)


def ask(asked: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = Client().get(f"{PRODUCTS}?{urlencode({**asked, 'ordering': 'price'})}").json()
    return answer


def count_of(asked: dict[str, Any], **filters: Any) -> int:
    """How many there are with these filters instead."""
    return ask({**asked, **filters, "count": "exact"})["total_count"]


def stock_the_shelf(shelf: list[dict[str, Any]]) -> None:
    top = category("Place 0", slug="place-0")
    places = [top, category("Place 1", slug="place-1", parent_id=top), category("Place 2", slug="place-2")]
    for one in shelf:
        options = [{"Size": size} for size in one["sizes"]] or [{}]
        pk = product(
            one["name"],
            variants=[VariantDraft(price=one["price"], stock=one["stock"], options=choice) for choice in options],
            category_ids=[places[place] for place in one["places"]],
        )
        with transaction.atomic():
            if one["counted"]:
                connection.cursor().execute(FOLD)
            catalog.set_rating(pk, average=Decimal(one["rating"]), count=1)


BELOW = {"place-0": {0, 1}, "place-1": {1}, "place-2": {2}}
EDGES = [0, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000]
OWN = {
    "category": "category",
    "price": "min_price",
    "rating": "min_rating",
    "in_stock": "in_stock",
    "options": "option",
}


def passes(one: dict[str, Any], asked: dict[str, Any]) -> bool:
    """The filters in plain Python. All categories are called Place something."""
    return (
        ("category" not in asked or bool(BELOW[asked["category"]] & set(one["places"])))
        and one["price"] >= Decimal(asked.get("min_price", 0)) * 100
        and asked.get("in_stock", str(one["stock"] > 0).lower()) == str(one["stock"] > 0).lower()
        and Decimal(one["rating"]) >= Decimal(asked.get("min_rating", 0))
        and ("option" not in asked or asked["option"].removeprefix("Size:") in one["sizes"])
        and asked.get("search", one["name"]) in (one["name"], "place")
    )


def kinds_of(one: dict[str, Any]) -> dict[str, list[Any]]:
    """Which lines of each facet count the product."""
    return {
        "category": [slug for slug, places in BELOW.items() if places & set(one["places"])],
        "price": [max(edge for edge in EDGES if edge <= one["price"])],
        "rating": [stars for stars in range(1, 6) if Decimal(one["rating"]) >= stars],
        "in_stock": [one["stock"] > 0],
        "options": one["sizes"],
    }


def counted(shelf: list[dict[str, Any]], asked: dict[str, Any]) -> dict[str, dict[Any, int]]:
    """Every facet, by looking at every product."""
    return {
        facet: dict(Counter(chain.from_iterable(
            kinds_of(one)[facet] for one in shelf if passes(one, without(asked, own))
        )))
        for facet, own in OWN.items()
    }  # fmt: skip


def shown(facets: dict[str, Any]) -> dict[str, dict[Any, int]]:
    """The same, as the answer has it."""
    lines = {**facets, "options": facets["options"].get("Size", [])}
    price = {int(Decimal(line["from"]) * 100): line["count"] for line in lines.pop("price")}
    return {name: {line["value"]: line["count"] for line in several} for name, several in lines.items()} | {
        "price": price
    }


def without(asked: dict[str, Any], *own: str) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if name not in own}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shelf=st.lists(goods, min_size=1, max_size=6), asked=choices)
def test_each_count_is_that_of_its_filter(shelf, asked):
    with transaction.atomic():
        stock_the_shelf(shelf)

        page = ask({**asked, "facets": ALL, "count": "exact"})

        ShelfPage.model_validate(page)
        facets = page["facets"]
        assert page["total_count"] == sum(passes(one, asked) for one in shelf)
        assert shown(facets) == counted(shelf, asked)
        for one in facets["category"]:
            assert one["count"] == count_of(without(asked, "category"), category=one["value"]), one
        for one in facets["price"]:
            to = {} if one["to"] is None else {"max_price": one["to"]}
            assert one["count"] == count_of(without(asked, "min_price"), min_price=one["from"], **to), one
        for one in facets["rating"]:
            assert one["count"] == count_of(without(asked, "min_rating"), min_rating=one["value"]), one
        for one in facets["in_stock"]:
            assert one["count"] == count_of(without(asked, "in_stock"), in_stock=str(one["value"]).lower()), one
        for one in facets["options"].get("Size", []):
            assert one["count"] == count_of(without(asked, "option"), option=f"Size:{one['value']}"), one
        transaction.set_rollback(True)


def test_only_what_is_asked_for_is_counted(client, django_assert_num_queries):
    product("Mug", category_ids=[category("Mugs")])

    with django_assert_num_queries(4):
        page = client.get(PRODUCTS + "?facets=category,rating&count=exact&category=mugs&search=mug").json()

    assert page["facets"] == {"category": [{"value": "mugs", "label": "Mugs", "count": 1}], "rating": []}
    assert client.get(PRODUCTS + "?facets=colour").status_code == 422
