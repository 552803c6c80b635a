"""Questions about reviews."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from src.modules.catalog import public as catalog
from src.modules.catalog.errors import UnknownProduct
from src.modules.reviews.errors import UnknownReview
from src.modules.reviews.models import Review

# What the columns of a list are, by the name that a client gives to its order. All go the same way, for cursors.
ORDERINGS = {
    "-created_at": ("-id",),
    "created_at": ("id",),
    "-rating": ("-rating", "-id"),
    "rating": ("rating", "id"),
}

# Products whose rating is not what their reviews add up to.
WRONG_RATINGS = """
    SELECT rating.product_id, rating.average, rating.count, coalesce(score.average, 0), coalesce(score.count, 0)
    FROM catalog_productrating rating
    LEFT JOIN (SELECT product_id, round(avg(rating), 2) AS average, count(*) AS count
               FROM reviews_review WHERE NOT hidden GROUP BY product_id) score ON score.product_id = rating.product_id
    WHERE (rating.average, rating.count) IS DISTINCT FROM (coalesce(score.average, 0), coalesce(score.count, 0))
    ORDER BY rating.product_id
"""


def reviews_of(product_id: int, *, ordering: str, rating: int | None = None) -> QuerySet[Review]:
    """What everybody may read about a product on sale; only those of so many stars, if asked. Raises UnknownProduct."""
    if product_id not in catalog.sellers_of([product_id]):
        raise UnknownProduct
    found = _complete(Review.objects.of(product_id).shown()).order_by(*ORDERINGS[ordering])
    return found if rating is None else found.filter(rating=rating)


def review_of(review_id: int) -> Review:
    """One review, hidden or not. Raises UnknownReview."""
    found = _complete(Review.objects.filter(pk=review_id)).first()
    if found is None:
        raise UnknownReview
    return found


def _complete(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """With what a view of them needs, in one statement."""
    return reviews.select_related("author").only(
        "product", "rating", "title", "body", "hidden", "created_at", "updated_at", "author__name", "author__erased_at"
    )


def own_review(product_id: int, user_id: UUID) -> int | None:
    """The id of what the person wrote about the product, if they did."""
    return Review.objects.of(product_id).by(user_id).values_list("pk", flat=True).first()


def held_about(user_id: UUID) -> list[dict[str, Any]]:
    """What reviews hold about a person, for the person's export."""
    facts = ("product_id", "rating", "title", "body", "hidden", "created_at", "updated_at")
    return list(Review.objects.by(user_id).order_by("-pk").values(*facts))


def discrepancies() -> Iterator[str]:
    """Every product whose rating is not that of its reviews, in a sentence: none, by the database's promise."""
    with connection.cursor() as cursor:
        cursor.execute(WRONG_RATINGS)
        for product, average, count, right_average, right_count in cursor.fetchall():
            yield (
                f"reviews: product {product} is rated {average} of {count}, "
                f"its reviews say {right_average} of {right_count}"
            )
