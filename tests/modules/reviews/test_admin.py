"""Staff hide and show reviews in the admin."""

import pytest

from src.modules.identity.models import User
from src.modules.reviews.models import Review
from tests.modules.reviews.opinions import rating_of, reviewed

pytestmark = pytest.mark.django_db
LIST = "/admin/reviews/review/"


def act(staff, action, *reviews):
    return staff.post(LIST, {"action": action, "_selected_action": [str(pk) for pk in reviews]}, follow=True)


def test_hiding_many_at_once_counts_them_no_more(staff, product, mug):
    one, two, _ = reviewed(product, mug, 1, 2, 5)

    page = act(staff, "hide", one, two)

    assert "2 hidden." in page.content.decode()
    assert rating_of(product) == {"average": 5.0, "count": 1}

    act(staff, "show", two)

    assert rating_of(product) == {"average": 3.5, "count": 2}


@pytest.mark.parametrize("term", ["MUG", "number", "email"])
def test_reviews_are_found_by_product_and_author(staff, product, mug, term):
    (review,) = reviewed(product, mug, 3)
    author = User.objects.get(pk=Review.objects.get().author_id)
    words = {"number": str(product), "email": author.email.upper()}

    found = staff.get(LIST, {"q": words.get(term, term)}).context["cl"]
    missed = staff.get(LIST, {"q": "nobody@example.com"}).context["cl"]

    assert ([row.pk for row in found.result_list], list(missed.result_list)) == ([review], [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_statements_however_long(staff, product, mug, count, django_assert_num_queries):
    reviewed(product, mug, *[5] * count)

    with django_assert_num_queries(5):
        staff.get(LIST)


def test_a_review_is_shown_and_cannot_be_rewritten(staff, product, mug):
    (review,) = reviewed(product, mug, 3)

    page = staff.get(f"{LIST}{review}/change/")
    staff.post(f"{LIST}{review}/change/", {"rating": 5, "title": "Forged", "body": "", "hidden": "on"})

    assert page.status_code == 200
    assert (Review.objects.get().rating, Review.objects.get().title) == (3, "")
