"""Reviews: those of a product below `/products/{id}/reviews/`, one by itself at `/reviews/{id}/`."""

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Status
from ninja.decorators import decorate_view

from src.modules.catalog.errors import UnknownProduct
from src.modules.reviews import selectors, services
from src.modules.reviews.api.schemas import ReviewIn, ReviewOut, ReviewPatchIn, ReviewsQuery
from src.modules.reviews.errors import AlreadyReviewed, NotAModerator, NotPurchased, NotYourReview, UnknownReview
from src.modules.reviews.models import Review
from src.platform.auth.bearer import signed_in
from src.platform.auth.principal import SignedInRequest
from src.platform.http.conditional import as_kept
from src.platform.http.lists import paged
from src.platform.http.promises import may_refuse, tagged
from src.platform.http.throttling import limited

product_reviews = Router(tags=["reviews"])
reviews = Router(tags=["reviews"], auth=signed_in)


@product_reviews.get("/{int:product_id}/reviews/", response=list[ReviewOut])
@decorate_view(as_kept)
@tagged
@may_refuse(UnknownProduct)
@paged
def list_reviews(request: HttpRequest, product_id: int, wanted: Query[ReviewsQuery]) -> QuerySet[Review]:
    """What buyers say about a product, the newest first. Without those that an admin has hidden."""
    return selectors.reviews_of(product_id, ordering=wanted.ordering, rating=wanted.rating)


@product_reviews.post(
    "/{int:product_id}/reviews/", response={201: ReviewOut}, auth=signed_in, throttle=limited("reviews")
)
@may_refuse(UnknownProduct, NotPurchased, AlreadyReviewed)
def post_review(request: SignedInRequest, product_id: int, body: ReviewIn) -> Status[Review]:
    """Review what one has bought: paid, not cancelled or returned, not one's own product (403 `not_purchased`).

    One review a person and product: a second one is 409 `already_reviewed`, with the first one's `review_id`.
    """
    author = request.principal.user_id
    return Status(201, services.post_review(author_id=author, product_id=product_id, opinion=body.opinion()))


@reviews.patch("/{int:review_id}/", response=ReviewOut)
@may_refuse(UnknownReview, NotYourReview, NotAModerator)
def change_review(request: SignedInRequest, review_id: int, body: ReviewPatchIn) -> Review:
    """Change one's own review; an admin any, and `{"hidden": true}` hides it: seen by nobody, counted no more."""
    return services.change_review(_writer(request), review_id, body.change())


@reviews.delete("/{int:review_id}/", response={204: None})
@may_refuse(UnknownReview, NotYourReview)
def delete_review(request: SignedInRequest, review_id: int) -> Status[None]:
    """Take one's own review away; an admin any. One that was hidden loses its words, and cannot be posted anew."""
    services.remove_review(_writer(request), review_id)
    return Status(204, None)


def _writer(request: SignedInRequest) -> services.Writer:
    return services.Writer(user_id=request.principal.user_id, is_admin=request.principal.is_admin)
