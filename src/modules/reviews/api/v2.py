"""Reviews of a product in version 2: by cursor. One by itself is as in version 1."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status
from ninja.decorators import decorate_view

from src.modules.reviews import selectors, services
from src.modules.reviews.api.schemas import CursoredQuery, ReviewIn, ReviewOut
from src.modules.reviews.models import Review
from src.platform.auth.bearer import signed_in
from src.platform.auth.principal import SignedInRequest
from src.platform.http.conditional import tagged
from src.platform.http.keyset import CursorPage, cursor_page
from src.platform.http.throttling import limited

product_reviews = Router(tags=["reviews"])


@product_reviews.get("/{int:product_id}/reviews/", response=CursorPage[ReviewOut], exclude_unset=True)
@decorate_view(tagged)
def list_reviews(request: HttpRequest, product_id: int, query: Query[CursoredQuery]) -> dict[str, Any]:
    """What buyers say about a product, the newest first, page by page by cursor. Without those that are hidden."""
    found = selectors.reviews_of(product_id, rating=query.rating)
    name = f"reviews {product_id} {query.ordering} {query.rating or ''}"
    return cursor_page(found, selectors.ORDERINGS[query.ordering], query, name=name, read=selectors.in_order)


@product_reviews.post(
    "/{int:product_id}/reviews/", response={201: ReviewOut}, auth=signed_in, throttle=limited("reviews")
)
def post_review(request: SignedInRequest, product_id: int, body: ReviewIn) -> Status[Review]:
    """Review what one has bought: paid, not cancelled or returned, not one's own product (403 `not_purchased`).

    One review a person and product: a second one is 409 `already_reviewed`, with the first one's `review_id`.
    """
    author = request.principal.user_id
    return Status(201, services.post_review(author_id=author, product_id=product_id, opinion=body.opinion()))
