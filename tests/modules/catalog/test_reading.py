"""What visitors read of the catalogue in v1: shapes, pages, tags, statements."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from src.modules.catalog import public as catalog
from src.modules.catalog.api.schemas.answers import CategoryOut, CategoryTree, ProductItem, ProductOut
from src.modules.catalog.contracts import ImageDraft, VariantDraft
from src.modules.catalog.models import Product
from src.modules.identity.models import User
from src.platform.http.paging import Page
from tests.factories.goods import category, product

pytestmark = pytest.mark.django_db

PRODUCTS, CATEGORIES = "/api/v1/products/", "/api/v1/categories/"


def fields_of(document: Any, schema: Any) -> None:
    """The document is what the schema says: no field more, none less."""
    assert set(document) == set(schema.model_fields)
    schema.model_validate(document)


@pytest.fixture
def shirt() -> int:
    """A product with everything."""
    seller = User.objects.create_user("eve@example.com", "x", role="seller", shop_name="Eve's shirts")
    clothes = category("Clothes")
    return product(
        "Café shirt",
        sku="SHIRT",
        description="<p>Soft</p>",
        category_ids=[category("Shirts", parent_id=clothes), clothes],
        seller_id=seller.pk,
        images=[ImageDraft(file="products/shirt.webp", alt="A shirt"), ImageDraft(url="https://example.com/2.jpg")],
        variants=[
            VariantDraft(sku="SHIRT-M", price=2500, stock=2, options={"Size": "M"}),
            VariantDraft(sku="SHIRT-S", price=1990, stock=1, options={"Size": "S"}),
        ],
    )


@pytest.mark.parametrize("key", ["id", "slug"])
def test_a_product_is_shown_by_id_and_by_slug(client, settings, shirt, key):
    shown = client.get(f"{PRODUCTS}{shirt if key == 'id' else 'cafe-shirt'}/").json()

    fields_of(shown, ProductOut)
    named = {
        name: shown[name] for name in ("id", "sku", "slug", "description", "price", "currency", "stock", "in_stock")
    }
    assert named == {
        "id": shirt,
        "sku": "SHIRT",
        "slug": "cafe-shirt",
        "description": "<p>Soft</p>",
        "price": "19.90",
        "currency": "EUR",
        "stock": 3,
        "in_stock": True,
    }
    assert [place["slug"] for place in shown["categories"]] == ["shirts", "clothes"]
    assert shown["category"] == shown["categories"][0]
    assert [(image["url"], image["alt"]) for image in shown["images"]] == [
        (f"{settings.PUBLIC_URL}/media/products/shirt.webp", "A shirt"),
        ("https://example.com/2.jpg", ""),
    ]
    assert (shown["rating"], shown["sold"]) == ({"average": None, "count": 0}, 0)
    assert shown["seller"]["name"] == "Eve's shirts"
    assert [(choice["sku"], choice["options"], choice["price"], choice["stock"]) for choice in shown["variants"]] == [
        ("SHIRT-M", {"Size": "M"}, "25.00", 2),
        ("SHIRT-S", {"Size": "S"}, "19.90", 1),
    ]


def test_a_list_shows_the_same_without_variants(client, shirt):
    listed = client.get(PRODUCTS).json()

    shown = client.get(f"{PRODUCTS}{shirt}/").json()
    shown.pop("variants")
    assert listed == {"count": 1, "next": None, "previous": None, "results": [shown]}
    Page[ProductItem].model_validate(listed)


def test_the_house_is_no_seller(client):
    assert client.get(f"{PRODUCTS}{product()}/").json()["seller"] is None


@pytest.mark.parametrize(
    "key", ["999999", "99999999999999999999", "none-such", "0", "-1", "%00", "a%00b", "Blue-Mug", "é", "x" * 3000]
)
def test_what_is_not_there_is_not_found(client, key):
    product("Blue mug")

    answers = [client.get(f"{base}{key}/") for base in (PRODUCTS, CATEGORIES)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_what_was_archived_is_gone_from_the_shelves(client):
    mug = product("Blue mug")
    kept = product("Red mug")

    Product.objects.filter(pk=mug).update(archived_at="2026-01-01T00:00:00Z")

    assert [found["id"] for found in client.get(PRODUCTS).json()["results"]] == [kept]
    assert [client.get(f"{PRODUCTS}{key}/").status_code for key in (mug, "blue-mug")] == [404, 404]


def test_pages_are_ten_long_and_lead_to_each_other(client):
    mugs = category()
    ids = [product(f"Mug {number}", category_ids=[mugs]) for number in range(12)]

    first = client.get(PRODUCTS + "?ordering=created_at&currency=EUR").json()
    second = client.get(first["next"]).json()

    assert [found["id"] for found in first["results"] + second["results"]] == ids
    assert (first["count"], first["previous"], second["next"]) == (12, None, None)
    assert client.get(second["previous"]).json() == first


def test_a_page_past_the_end_is_not_found(client):
    product()

    answer = client.get(PRODUCTS + "?page=2")

    assert (answer.status_code, answer.json()["code"]) == (404, "page_not_found")
    assert client.get(CATEGORIES + "?page=9").json()["code"] == "page_not_found"


def test_an_empty_shelf_has_a_first_page(client):
    assert client.get(PRODUCTS).json() == {"count": 0, "next": None, "previous": None, "results": []}
    assert client.get(CATEGORIES).json() == {"count": 0, "next": None, "previous": None, "results": []}


@pytest.mark.parametrize("count", [1, 3, 100])
def test_lists_and_details_take_the_same_statements_however_long(client, django_assert_num_queries, count):
    mugs = category("Mugs")
    images = [ImageDraft(url="https://example.com/1.jpg")]
    ids = [product(f"Mug {number}", category_ids=[mugs], images=images) for number in range(count)]

    with django_assert_num_queries(3):
        assert len(client.get(PRODUCTS + "?page_size=100").json()["results"]) == count
    with django_assert_num_queries(3):
        assert len(client.get(PRODUCTS + "?page_size=100&search=mug&category=mugs").json()["results"]) == count
    with django_assert_num_queries(1):
        client.get(f"{PRODUCTS}{ids[0]}/")
    with django_assert_num_queries(1):
        client.get(CATEGORIES)
    with django_assert_num_queries(1):
        client.get(CATEGORIES + "?tree=true")


@pytest.mark.parametrize("path", [PRODUCTS, PRODUCTS + "blue-mug/", CATEGORIES, CATEGORIES + "mugs/"])
def test_a_client_that_has_it_gets_nothing_again_until_it_changes(client, path):
    mug = product("Blue mug", category_ids=[category("Mugs")])
    tag = client.get(path)["ETag"]

    again = client.get(path, headers={"If-None-Match": f'W/"other", {tag}'})
    connection.cursor().execute("UPDATE catalog_category SET name = 'Cups'")
    changed = client.get(path, headers={"If-None-Match": tag})

    assert mug
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert again["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert (changed.status_code, changed["ETag"] != tag) == (200, True)


def test_stock_sold_and_rating_move_the_tag_but_not_the_revision(client):
    mug = product("Blue mug")
    revision, _, first = client.get(f"{PRODUCTS}{mug}/")["ETag"].strip('"').partition("-")

    with transaction.atomic():
        catalog.set_rating(mug, average=Decimal("4.5"), count=2)
    shown = client.get(f"{PRODUCTS}{mug}/")

    assert shown.json()["rating"] == {"average": 4.5, "count": 2}
    assert shown["ETag"].startswith(f'"{revision}-')
    assert shown["ETag"] != f'"{revision}-{first}"'


def test_a_category_is_shown_by_id_and_slug(client):
    kitchen = category("Kitchen", description="All for cooks")
    mugs = category("Mugs", parent_id=kitchen)

    shown = client.get(f"{CATEGORIES}mugs/").json()

    fields_of(shown, CategoryOut)
    assert (shown["id"], shown["name"], shown["parent_id"]) == (mugs, "Mugs", kitchen)
    assert client.get(f"{CATEGORIES}{mugs}/").json() == shown


def test_the_tree_nests(client):
    kitchen, garden = category("kitchen"), category("Garden")
    mugs = category("Mugs", parent_id=kitchen)
    small = category("Small", parent_id=mugs)

    tree = client.get(CATEGORIES + "?tree=true").json()

    def shape(nodes: list[dict[str, Any]]) -> list[Any]:
        return [(node["id"], shape(node["children"])) for node in nodes]

    assert (tree["count"], shape(tree["results"])) == (2, [(garden, []), (kitchen, [(mugs, [(small, [])])])])
    Page[CategoryTree].model_validate(tree)


def test_a_path_without_its_slash_and_head_are_served_alike(client):
    mug = product("Blue mug")

    whole = client.get(f"{PRODUCTS}{mug}/")
    bare, head = client.get(f"{PRODUCTS}{mug}"), client.head(f"{PRODUCTS}{mug}/")

    assert bare.content == whole.content
    assert (head.content, head["ETag"], head["Content-Length"]) == (b"", whole["ETag"], str(len(whole.content)))
