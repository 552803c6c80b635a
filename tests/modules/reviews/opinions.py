"""What is asked and answered about reviews."""

from typing import Any
from uuid import UUID

from django.test import Client

from src.modules.reviews import services
from src.modules.reviews.models import Review
from tests.factories.callers import Caller
from tests.factories.shops import person, place


def post(caller: Caller, product: int, **opinion: Any) -> Any:
    return caller.post(f"products/{product}/reviews/", {"rating": 4, **opinion})


def rating_of(product: int) -> Any:
    """As everybody reads it."""
    return Client().get(f"/api/v1/products/{product}/").json()["rating"]


def listed(product: int, query: str = "") -> list[Any]:
    answer = Client().get(f"/api/v1/products/{product}/reviews/{query}")
    return [review["rating"] for review in answer.json()["results"]]


def reviewed(product: int, mug: int, *ratings: int) -> list[int]:
    """Reviews by as many new buyers: their ids, in order."""
    return [_written(product, mug, rating) for rating in ratings]


def _written(product: int, mug: int, rating: int) -> int:
    author: UUID = person()
    place(author, {mug: 1})
    return written_by(author, product, rating).pk


def written_by(author: UUID, product: int, rating: int) -> Review:
    return services.post_review(author_id=author, product_id=product, opinion=services.Opinion(rating=rating))
