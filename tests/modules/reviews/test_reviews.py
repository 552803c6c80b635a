"""Reviews over HTTP: who may write what, and what everybody reads."""

import pytest
from django.test import Client

from src.modules.catalog.models import Product
from src.modules.orders.contracts import Status, Viewer
from src.modules.orders.services import fulfilment
from src.platform.auth.principal import Role
from tests.factories.callers import Caller
from tests.factories.shops import caller_of, goods, person, place
from tests.modules.reviews.opinions import listed, post, rating_of, reviewed

pytestmark = pytest.mark.django_db


def test_a_buyer_s_review_is_there_for_everybody(buyer, product):
    answer = post(buyer, product, rating=4, title=" Fine ", body="Holds <b>tea</b>.")

    said = answer.json()
    assert answer.status_code == 201
    assert {name: said[name] for name in ("product_id", "rating", "title", "body", "author", "hidden")} == {
        "product_id": product,
        "rating": 4,
        "title": "Fine",
        "body": "Holds <b>tea</b>.",
        "author": {"name": "Ann E."},
        "hidden": False,
    }
    assert Client().get(f"/api/v1/products/{product}/reviews/").json() == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [said],
    }
    assert rating_of(product) == {"average": 4.0, "count": 1}


def test_only_who_bought_it_reviews_it(ann, product):
    stranger = post(caller_of(person()), product)

    assert (stranger.status_code, stranger.json()["code"]) == (403, "not_purchased")
    assert rating_of(product) == {"average": None, "count": 0}


def test_an_unpaid_order_is_no_purchase(product, mug):
    debtor = person()
    place(debtor, {mug: 1}, payment=None)

    answer = post(caller_of(debtor), product)

    assert (answer.status_code, answer.json()["code"]) == (403, "not_purchased")


@pytest.mark.parametrize(
    "road", [[Status.CANCELLED], [Status.SHIPPED, Status.DELIVERED, Status.RETURNED]], ids=["cancelled", "returned"]
)
def test_what_went_back_was_not_bought(ann, product, mug, road):
    other = person()
    order = place(other, {mug: 1})
    staff = Viewer(user_id=person(Role.ADMIN), is_admin=True)
    for status in road:
        fulfilment.move(staff, order.id, fulfilment.Step(status, str(staff.user_id)))

    answer = post(caller_of(other), product)

    assert (answer.status_code, answer.json()["code"]) == (403, "not_purchased")


def test_sellers_do_not_review_their_own(db):
    seller = person(Role.SELLER, shop_name="Eve's")
    own = goods(seller=seller)
    place(seller, {own: 1})
    product = Product.objects.get().pk

    answer = post(caller_of(seller, Role.SELLER), product)

    assert (answer.status_code, answer.json()["code"]) == (403, "not_purchased")


def test_a_second_review_names_the_first(buyer, product):
    first = post(buyer, product).json()["id"]

    second = post(buyer, product, rating=1)

    assert (second.status_code, second.json()["code"], second.json()["review_id"]) == (409, "already_reviewed", first)
    assert rating_of(product) == {"average": 4.0, "count": 1}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "rating"),
        ({"rating": 0}, "rating"),
        ({"rating": 6}, "rating"),
        ({"rating": True}, "rating"),
        ({"rating": "5"}, "rating"),
        ({"rating": 4.5}, "rating"),
        ({"rating": 5, "title": "x" * 121}, "title"),
        ({"rating": 5, "body": "x" * 5001}, "body"),
        ({"rating": 5, "body": "see https://example.com"}, "body"),
        ({"rating": 5, "title": "WWW.example.com"}, "title"),
        ({"rating": 5, "stars": 5}, "stars"),
        ({"rating": 5, "hidden": True}, "hidden"),
    ],
)
def test_what_is_no_review_is_refused_by_field(buyer, product, body, field):
    answer = buyer.post(f"products/{product}/reviews/", body)

    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])
    assert listed(product) == []


def test_nul_characters_are_refused(buyer, product):
    assert post(buyer, product, body="a\x00b").status_code == 422


def test_reviewing_needs_a_token_and_a_product(buyer, product):
    assert Caller().post(f"products/{product}/reviews/", {"rating": 4}).status_code == 401
    assert post(buyer, 987654321).json()["code"] == "product_not_found"
    assert buyer.post("products/blue/reviews/", {"rating": 4}).status_code == 404
    assert Client().get("/api/v1/products/987654321/reviews/").status_code == 404
    assert Client().get("/api/v1/products/99999999999999999999999/reviews/").status_code == 404


def test_an_archived_product_has_no_reviews(buyer, product, admin):
    post(buyer, product)

    admin.delete(f"products/{product}/")

    assert Client().get(f"/api/v1/products/{product}/reviews/").status_code == 404


def test_its_author_changes_and_removes_it(buyer, product):
    review = post(buyer, product, title="Fine").json()

    changed = buyer.patch(f"reviews/{review['id']}/", {"rating": 2})

    assert changed.json() == {**review, "rating": 2, "updated_at": changed.json()["updated_at"]}
    assert changed.json()["updated_at"] > review["updated_at"]
    assert rating_of(product) == {"average": 2.0, "count": 1}
    assert buyer.delete(f"reviews/{review['id']}/").status_code == 204
    assert rating_of(product) == {"average": None, "count": 0}
    assert buyer.delete(f"reviews/{review['id']}/").json()["code"] == "review_not_found"


def test_nobody_else_does(buyer, product):
    address = f"reviews/{post(buyer, product).json()['id']}/"
    stranger = caller_of(person())

    assert (stranger.patch(address, {"rating": 1}).status_code, stranger.delete(address).status_code) == (403, 403)
    assert (Caller().patch(address, {"rating": 1}).status_code, Caller().delete(address).status_code) == (401, 401)
    assert rating_of(product) == {"average": 4.0, "count": 1}


def test_admins_hide_and_show(buyer, product, mug, admin):
    reviewed(product, mug, 5)
    bad = post(buyer, product, rating=1).json()["id"]

    hidden = admin.patch(f"reviews/{bad}/", {"hidden": True})

    assert (hidden.status_code, hidden.json()["hidden"]) == (200, True)
    assert (listed(product), rating_of(product)) == ([5], {"average": 5.0, "count": 1})
    assert admin.patch(f"reviews/{bad}/", {"hidden": False}).json()["hidden"] is False
    assert (listed(product), rating_of(product)) == ([1, 5], {"average": 3.0, "count": 2})


def test_authors_neither_hide_nor_show(buyer, product, admin):
    address = f"reviews/{post(buyer, product).json()['id']}/"
    admin.patch(address, {"hidden": True})

    answer = buyer.patch(address, {"hidden": False})

    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_moderator")
    assert rating_of(product) == {"average": None, "count": 0}


def test_a_hidden_review_cannot_be_posted_again(buyer, product, admin):
    address = f"reviews/{post(buyer, product, body='Rude').json()['id']}/"
    admin.patch(address, {"hidden": True})

    assert caller_of(person()).patch(address, {"rating": 1}).status_code == 404
    assert buyer.delete(address).status_code == 204
    assert post(buyer, product).json()["code"] == "already_reviewed"
    assert admin.patch(address, {}).json()["body"] == ""
    assert admin.delete(address).status_code == 204
    assert post(buyer, product).status_code == 201


def test_reviews_come_in_the_order_asked_for(product, mug):
    reviewed(product, mug, 3, 5, 1, 5)

    assert listed(product) == [5, 1, 5, 3]
    assert listed(product, "?ordering=created_at") == [3, 5, 1, 5]
    assert listed(product, "?ordering=rating") == [1, 3, 5, 5]
    assert listed(product, "?ordering=-rating") == [5, 5, 3, 1]
    assert listed(product, "?rating=5") == [5, 5]
    assert listed(product, "?page=2&page_size=3") == [3]


@pytest.mark.parametrize("query", ["ordering=best", "rating=6", "page=0", "page_size=101", "page=x"])
def test_questions_that_cannot_be_answered_are_refused(product, query):
    assert Client().get(f"/api/v1/products/{product}/reviews/?{query}").status_code == 422


def test_version_two_pages_by_cursor(product, mug):
    first, *_ = reviewed(product, mug, 3, 5, 1, 5)
    address = f"/api/v2/products/{product}/reviews/?limit=3&ordering=-rating&count=exact"

    page = Client().get(address).json()
    rest = Client().get(f"{address}&cursor={page['next_cursor']}").json()

    assert ([review["rating"] for review in page["items"]], page["total_count"]) == ([5, 5, 3], 4)
    assert page["items"][-1]["id"] == first
    assert ([review["rating"] for review in rest["items"]], rest["next_cursor"]) == ([1], None)
    assert set(Client().get(f"/api/v2/products/{product}/reviews/").json()) == {
        "items",
        "next_cursor",
        "previous_cursor",
    }
    elsewhere = Client().get(f"/api/v2/products/{product}/reviews/?cursor={page['next_cursor']}")
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (422, "invalid_cursor")


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_three_statements_however_long(
    product, mug, version, count, django_assert_num_queries
):  # fmt: skip
    reviewed(product, mug, *[5] * count)

    with django_assert_num_queries(3):
        Client().get(f"/api/{version}/products/{product}/reviews/")


def test_posting_takes_seven_statements(buyer, product, django_assert_num_queries):
    """Seller, purchase, an earlier one, the review, the answer; the transaction's beginning and end."""
    with django_assert_num_queries(7):
        post(buyer, product)


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_client_that_has_the_list_gets_304(buyer, product, version):
    address = f"/api/{version}/products/{product}/reviews/"
    tag = Client().get(address)["ETag"]
    unchanged = Client().get(address, headers={"If-None-Match": tag})
    post(buyer, product)

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_review_moves_the_shelf_but_not_the_product_s_revision(buyer, product, mug):
    goods(stock=1)
    before = Client().get(f"/api/v1/products/{product}/")["ETag"].split("-")[0]
    post(buyer, product, rating=4)

    after = Client().get(f"/api/v1/products/{product}/")["ETag"].split("-")[0]
    best = Client().get("/api/v1/products/?ordering=-rating").json()["results"]
    good = Client().get("/api/v1/products/?min_rating=4").json()["results"]

    assert after == before
    assert best[0]["id"] == product
    assert [found["id"] for found in good] == [product]


def test_reviewing_is_limited(buyer, product, settings):
    settings.RATE_LIMIT_SCALE = 0.01

    answers = [post(buyer, product).status_code for _ in range(2)]

    assert answers == [201, 429]
