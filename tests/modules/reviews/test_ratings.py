"""Average and count are those of the reviews, whoever writes, and whatever happens at once."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from src.modules.catalog.models import Product, ProductRating
from src.modules.orders.services.books import discrepancies
from src.modules.reviews import services
from src.modules.reviews.models import Review
from src.modules.reviews.services import Change, Writer
from tests.factories.callers import PASSWORD
from tests.factories.shops import caller_of, person
from tests.modules.reviews.opinions import post, rating_of, reviewed, written_by

pytestmark = pytest.mark.django_db

STARS = st.integers(1, 5)
PERSON = st.integers(0, 4)
STEPS = st.lists(
    st.tuples(st.sampled_from(["post", "change", "hide", "show", "remove"]), PERSON, STARS), min_size=1, max_size=30
)


def brute_force(reviews):
    """What the catalogue must say of reviews, each (stars, hidden)."""
    counted = [Decimal(stars) for stars, hidden in reviews if not hidden]
    average = sum(counted, Decimal(0)) / max(len(counted), 1)
    return average.quantize(Decimal("0.01"), ROUND_HALF_UP), len(counted)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_ratings_equal_a_brute_force_count_whatever_people_do(product, people, steps):
    Review.objects.all().delete()
    model: dict[UUID, list[Any]] = {}

    for step, who, stars in steps:
        do(step, people[who], stars, product, model)

    said = ProductRating.objects.get(product_id=product)
    assert (said.average, said.count) == brute_force([tuple(review[1:]) for review in model.values()])
    assert discrepancies() == []


def do(step, author, stars, product, model):
    """One step, in the shop and in the model. What the shop would refuse is left out."""
    known = model.get(author)
    if step == "post" and known is None:
        model[author] = [written_by(author, product, stars).pk, stars, False]
    if known is None:
        return
    if step == "change":
        services.change_review(Writer(user_id=author), known[0], Change(rating=stars))
        known[1] = stars
    if step in ("hide", "show"):
        services.moderate([known[0]], hidden=step == "hide")
        known[2] = step == "hide"
    if step == "remove":
        services.remove_review(Writer(user_id=author, is_admin=True), known[0])
        del model[author]


@pytest.fixture
def people(product, mug):
    """Five buyers."""
    reviewed(product, mug, 1, 1, 1, 1, 1)
    return list(Review.objects.values_list("author_id", flat=True))


def test_plain_sql_is_counted_too(product, mug):
    reviewed(product, mug, 1, 2, 5, 5)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE reviews_review SET hidden = rating < 2")
        cursor.execute("DELETE FROM reviews_review WHERE rating = 2")

    assert rating_of(product) == {"average": 5.0, "count": 2}


def test_a_review_stays_with_its_product_and_author(product, mug):
    reviewed(product, mug, 1)

    with pytest.raises(Exception, match="Cannot update rows"):
        Review.objects.update(author_id=person())


def test_the_books_say_where_a_rating_was_written_by_hand(product, mug):
    reviewed(product, mug, 4)

    ProductRating.objects.filter(product_id=product).update(average=5, count=9)

    assert discrepancies() == [f"reviews: product {product} is rated 5.00 of 9, its reviews say 4.00 of 1"]


def test_an_export_holds_one_s_reviews(buyer, product):
    post(buyer, product, rating=2, title="Hm", body="Leaks")

    (held,) = buyer.get("auth/me/export/").json()["reviews"]

    assert {name: held[name] for name in ("product_id", "rating", "title", "body", "hidden")} == {
        "product_id": product,
        "rating": 2,
        "title": "Hm",
        "body": "Leaks",
        "hidden": False,
    }


def test_who_leaves_takes_the_words_and_leaves_the_stars(buyer, product):
    post(buyer, product, rating=2, title="Hm", body="Leaks")
    buyer.delete("auth/me/", {"password": PASSWORD})

    (left,) = caller_of(person()).get(f"products/{product}/reviews/").json()["results"]

    assert (left["rating"], left["title"], left["body"], left["author"]) == (2, "", "", {"name": None})
    assert rating_of(product) == {"average": 2.0, "count": 1}
    assert Product.objects.get(pk=product).revision == 1
