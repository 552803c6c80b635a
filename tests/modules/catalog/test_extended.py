"""The catalogue in v2: cursors, amounts as objects, variants, chosen fields, `If-Match`."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from src.modules.catalog import public as catalog
from src.modules.catalog.api.schemas.extended import ExtendedItem
from src.modules.catalog.contracts import VariantDraft
from src.modules.catalog.models import Product, Variant
from src.platform.auth import tokens
from src.platform.auth.principal import Principal, Role
from src.platform.http.keyset import CursorPage
from src.platform.ids import uuid7
from tests.factories.goods import category, product

pytestmark = pytest.mark.django_db

PRODUCTS = "/api/v2/products/"
ORDERS = ["price", "-price", "created_at", "-created_at", "name", "-name", "-rating", "-sold", "relevance"]


def walk(client: Client, address: str, towards: str = "next_cursor") -> list[int]:
    """Ids of all products, page by page."""
    page = client.get(address).json()
    ids = [item["id"] for item in page["items"]]
    while page[towards]:
        page = client.get(f"{address}&cursor={page[towards]}").json()
        seen = [item["id"] for item in page["items"]]
        ids = ids + seen if towards == "next_cursor" else seen + ids
    return ids


@pytest.fixture
def shelf() -> list[int]:
    """Seven products with few different values, so that every order has ties."""
    mugs = category("Mugs")
    ids = [product(f"Mug {number % 2}", price=100 + number % 3, category_ids=[mugs]) for number in range(7)]
    with transaction.atomic():
        for number, pk in enumerate(ids):
            catalog.set_rating(pk, average=Decimal(number % 2), count=number % 3)
    return ids


@pytest.mark.parametrize("ordering", ORDERS)
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_every_order_is_walked_without_repeating_or_missing_one(client, shelf, ordering, limit):
    address = f"{PRODUCTS}?ordering={ordering}&limit={limit}&search=mug"

    ids = walk(client, address)

    whole = client.get(f"{PRODUCTS}?ordering={ordering}&limit=100&search=mug").json()
    assert ids == [item["id"] for item in whole["items"]]
    assert sorted(ids) == shelf


def test_a_list_is_walked_back_as_it_was_walked_forth(client, shelf):
    first = client.get(PRODUCTS + "?limit=3&ordering=price").json()
    second = client.get(PRODUCTS + "?limit=3&ordering=price&cursor=" + first["next_cursor"]).json()

    back = client.get(PRODUCTS + "?limit=3&ordering=price&cursor=" + second["previous_cursor"]).json()

    assert back["items"] == first["items"]
    assert (first["previous_cursor"], back["previous_cursor"]) == (None, None)


def test_what_comes_and_goes_between_two_pages_repeats_and_hides_nothing(client, shelf):
    page = client.get(PRODUCTS + "?limit=3&ordering=-created_at").json()
    seen = [item["id"] for item in page["items"]]

    product("Newer mug")
    Product.objects.filter(pk=seen[-1]).update(archived_at="2026-01-01T00:00:00Z")
    rest = client.get(PRODUCTS + "?limit=100&ordering=-created_at&cursor=" + page["next_cursor"]).json()

    assert seen + [item["id"] for item in rest["items"]] == shelf[::-1]


def test_a_cursor_that_was_not_given_out_for_this_list_is_refused(client, shelf):
    cursor = client.get(PRODUCTS + "?limit=1").json()["next_cursor"]
    addresses = [
        f"?cursor={cursor[:-2]}xx",
        "?cursor=garbage",
        "?cursor=%00",
        f"?ordering=price&cursor={cursor}",
    ]

    answers = [client.get(PRODUCTS + address) for address in addresses]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(422, "invalid_cursor")] * 4


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "fields=id,cost", "expand=orders", "option=Size"])
def test_a_question_that_makes_no_sense_is_refused(client, query):
    assert client.get(f"{PRODUCTS}?{query}").status_code == 422


def test_the_total_is_counted_on_demand(client, shelf):
    assert client.get(PRODUCTS + "?limit=2&count=exact").json()["total_count"] == 7
    assert "total_count" not in client.get(PRODUCTS + "?limit=2").json()


@pytest.fixture
def shirt() -> int:
    choices = [("Red", "S", 2000), ("Red", "M", 1900), ("Blue", "S", 2100)]
    return product(
        "Shirt",
        variants=[
            VariantDraft(price=price, stock=1, options={"Colour": colour, "Size": size})
            for colour, size, price in choices
        ],
    )


def test_a_product_shows_its_options_and_variants(client, shirt):
    shown = client.get(f"{PRODUCTS}{shirt}/").json()

    assert set(shown) == set(ExtendedItem.model_fields)
    ExtendedItem.model_validate(shown)
    assert shown["price"] == {"amount": "19.00", "currency": "EUR"}
    assert shown["options"] == [
        {"name": "Colour", "values": ["Red", "Blue"]},
        {"name": "Size", "values": ["S", "M"]},
    ]
    assert (shown["variants"][0]["price"]["amount"], shown["variants"][0]["in_stock"]) == ("20.00", True)


def test_a_list_shows_as_much_as_it_is_asked_for(client, shirt):
    plain = client.get(PRODUCTS).json()
    expanded = client.get(PRODUCTS + "?expand=variants").json()
    narrow = client.get(PRODUCTS + "?fields=id,name").json()
    detail = client.get(f"{PRODUCTS}{shirt}/?fields=id,variants").json()

    assert set(plain["items"][0]) == set(ExtendedItem.model_fields) - {"variants", "options"}
    CursorPage[ExtendedItem].model_validate(expanded)
    assert narrow["items"] == [{"id": shirt, "name": "Shirt"}]
    assert set(detail) == {"id", "variants"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("option=Size:M", True),
        ("option=Size:M&option=Size:XL", True),
        ("option=Size:M&option=Colour:Red", True),
        ("option=Size:M&option=Colour:Blue", False),
        ("option=Weight:1", False),
    ],
)
def test_options_are_those_of_one_variant(client, shirt, query, found):
    assert bool(client.get(f"{PRODUCTS}?{query}").json()["items"]) is found


def write(method: str, path: str, body: str = "", **headers: str) -> Any:
    admin = tokens.issue(Principal(uuid7(), Role.ADMIN, uuid7()))
    return Client().generic(
        method, path, body, content_type="application/json", headers={"Authorization": f"Bearer {admin}", **headers}
    )


def test_a_change_of_what_was_read_goes_through_and_of_what_changed_since_does_not(client, settings):
    settings.RATE_LIMIT_SCALE = 0
    mug = product("Mug")
    tag = client.get(f"{PRODUCTS}{mug}/")["ETag"]

    first = write("PATCH", f"{PRODUCTS}{mug}/", '{"name": "Cup"}', **{"If-Match": tag})
    stale = [
        write("PATCH", f"{PRODUCTS}{mug}/", '{"name": "Bowl"}', **{"If-Match": tag}),
        write("DELETE", f"{PRODUCTS}{mug}/", **{"If-Match": tag}),
        write("DELETE", f"{PRODUCTS}{mug}/", **{"If-Match": '"never given"'}),
    ]
    anyhow = write("PATCH", f"{PRODUCTS}{mug}/", '{"name": "Vase"}', **{"If-Match": "*"})

    assert (first.status_code, first.json()["name"]) == (200, "Cup")
    assert [(answer.status_code, answer.json()["code"]) for answer in stale] == [(412, "stale")] * 3
    assert anyhow.status_code == 200


def test_stock_and_rating_make_no_change_stale(client, settings):
    settings.RATE_LIMIT_SCALE = 0
    mug = product("Mug")
    tag = client.get(f"{PRODUCTS}{mug}/")["ETag"]

    with transaction.atomic():
        catalog.set_rating(mug, average=Decimal(5), count=1)
    write("POST", f"{PRODUCTS}{mug}/stock/", '{"delta": 1, "reason": "found"}')
    answer = write("PATCH", f"{PRODUCTS}{mug}/", '{"name": "Cup"}', **{"If-Match": tag})

    assert answer.status_code == 200
    assert client.get(f"{PRODUCTS}{mug}/")["ETag"] != tag


@pytest.mark.parametrize(
    ("question", "statements"),
    [("expand=variants,seller,images", 4), ("fields=id,name,price", 4), ("search=mug&expand=variants", 3)],
)
@pytest.mark.parametrize("count", [1, 3, 100])
def test_a_list_takes_at_most_four_statements_however_long(
    client, django_assert_num_queries, count, question, statements
):
    mugs = category("Mugs")
    for number in range(count):
        product(f"Mug {number}", category_ids=[mugs])

    with django_assert_num_queries(statements):
        page = client.get(f"{PRODUCTS}?limit=100&count=exact&category=mugs&{question}").json()

    assert len(page["items"]) == count
    assert Variant.objects.count() == count


def test_categories_are_walked_by_name_and_changed_as_they_were_read(client, settings):
    settings.RATE_LIMIT_SCALE = 0
    ids = [category(name) for name in ("Mugs", "élan", "Bowls", "mugs")]

    walked = walk(client, "/api/v2/categories/?limit=1&count=exact")
    tag = client.get(f"/api/v2/categories/{ids[0]}/")["ETag"]
    changed = write("PATCH", f"/api/v2/categories/{ids[0]}/", '{"name": "Cups"}', **{"If-Match": tag})
    stale = write("DELETE", f"/api/v2/categories/{ids[0]}/", **{"If-Match": tag})

    assert walked == [ids[2], ids[1], ids[0], ids[3]]
    assert (changed.status_code, changed.json()["name"]) == (200, "Cups")
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
