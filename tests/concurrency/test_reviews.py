"""Many buyers review, change and take back at the same moment."""

from decimal import Decimal

import pytest

from src.modules.catalog import public as catalog
from src.modules.catalog.models import ProductRating
from src.modules.reviews import services
from src.modules.reviews.errors import AlreadyReviewed
from src.modules.reviews.models import Review
from src.modules.reviews.services import Change, Opinion, Writer
from tests.factories.shops import goods, person, place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unhurried", "the_books_agree")]
CROWD = 12


@pytest.fixture
def mug(transactional_db):
    return goods(stock=CROWD)


@pytest.fixture
def product(mug):
    return catalog.sellables([mug])[mug].product_id


def buyers(mug, count):
    people = [person() for _ in range(count)]
    for buyer in people:
        place(buyer, {mug: 1})
    return people


def post(product, author, rating):
    return services.post_review(author_id=author, product_id=product, opinion=Opinion(rating=rating))


def test_of_many_reviews_at_once_each_is_counted(together, mug, product):
    crowd = buyers(mug, CROWD)
    together([lambda who=who, n=n: post(product, who, n % 5 + 1) for n, who in enumerate(crowd)])
    reviews = dict(Review.objects.values_list("author_id", "pk"))

    better = Change(rating=5)
    together(
        [lambda who=who: services.change_review(Writer(user_id=who), reviews[who], better) for who in crowd[:4]]
        + [lambda who=who: services.remove_review(Writer(user_id=who), reviews[who]) for who in crowd[4:8]]
        + [lambda who=who: services.moderate([reviews[who]], hidden=True) for who in crowd[8:]]
    )  # fmt: skip

    said = ProductRating.objects.get(product_id=product)
    assert (said.average, said.count) == (Decimal(5), 4)


def test_one_person_posting_many_times_at_once_has_one_review(together, mug, product):
    (ann,) = buyers(mug, 1)

    came = together([lambda: post(product, ann, 3)] * 8)

    assert sorted(type(result).__name__ for result in came) == ["AlreadyReviewed"] * 7 + ["Review"]
    assert {type(result).code for result in came if isinstance(result, AlreadyReviewed)} == {"already_reviewed"}
    assert Review.objects.count() == 1
