"""Use cases of reviews."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from src.modules.catalog import public as catalog
from src.modules.catalog.errors import UnknownProduct
from src.modules.identity import public as identity
from src.modules.orders import public as orders
from src.modules.reviews import selectors
from src.modules.reviews.errors import (
    AlreadyReviewed,
    NotAModerator,
    NotPurchased,
    NotYourReview,
    OwnProduct,
    UnknownReview,
)
from src.modules.reviews.models import Review
from src.platform.db.bulk import insert_rows
from src.platform.db.transactions import atomic, inside_transaction

# Who reviews invented goods. Nobody can sign in as one of them.
READERS = [f"reader-{number}@invented.example" for number in range(1, 9)]


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """Stars from 1 to 5, and words in plain text."""

    rating: int
    title: str = ""
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What becomes of a review; None stays as it is."""

    rating: int | None = None
    title: str | None = None
    body: str | None = None
    hidden: bool | None = None

    def columns(self) -> dict[str, Any]:
        """What is to be written."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Who changes a review: its author the own one, an admin all of them."""

    user_id: UUID
    is_admin: bool = False


@atomic
def post_review(*, author_id: UUID, product_id: int, opinion: Opinion) -> Review:
    """A buyer's first and only word about a product. Raises UnknownProduct, NotPurchased, AlreadyReviewed."""
    sellers = catalog.sellers_of([product_id])
    if product_id not in sellers:
        raise UnknownProduct
    if sellers[product_id] == author_id:
        raise OwnProduct
    if not orders.has_bought(author_id, product_id):
        raise NotPurchased
    first = selectors.own_review(product_id, author_id)
    if first is not None:
        raise AlreadyReviewed(review_id=first)
    posted = Review.objects.create(product_id=product_id, author_id=author_id, **vars(opinion))
    return selectors.review_of(posted.pk)


@atomic
def change_review(writer: Writer, review_id: int, change: Change) -> Review:
    """Write a review anew, or (admins) hide and show it. Raises UnknownReview, NotYourReview, NotAModerator."""
    review = _locked(writer, review_id)
    if change.hidden is not None and not writer.is_admin:
        raise NotAModerator
    columns = change.columns()
    if columns:
        Review.objects.filter(pk=review.pk).update(**columns)
    return selectors.review_of(review.pk)


@atomic
def remove_review(writer: Writer, review_id: int) -> None:
    """Take a review away: it counts no more.

    A hidden one stays, without its words: else its author could write it once more.
    Raises UnknownReview, NotYourReview.
    """
    review = _locked(writer, review_id)
    if review.hidden and not writer.is_admin:
        Review.objects.filter(pk=review.pk).update(title="", body="")
    else:
        review.delete()


@atomic
def moderate(review_ids: Iterable[int], *, hidden: bool) -> int:
    """Hide or show many at once, in one statement: how many were not so already."""
    return Review.objects.filter(pk__in=list(review_ids), hidden=not hidden).update(hidden=hidden)


def _locked(writer: Writer, review_id: int) -> Review:
    """The review, until the transaction ends, if the writer may change it. What is hidden exists for nobody else."""
    review = Review.objects.select_for_update(no_key=True).filter(pk=review_id).first()
    if review is None:
        raise UnknownReview
    if writer.is_admin or review.author_id == writer.user_id:
        return review
    raise UnknownReview if review.hidden else NotYourReview


@inside_transaction
def forget(user_id: UUID) -> None:
    """Forget the words of a person who leaves. The stars stay: what others read about a product does not jump."""
    Review.objects.by(user_id).update(title="", body="")


def invent_reviews(stars: Mapping[int, Sequence[int]]) -> None:
    """Stars without words by people who are none, by product: at most one of each of them. For benchmarks."""
    known = identity.people_by_email(READERS)
    readers = [known[email].id if email in known else identity.enrol(email=email, password=None) for email in READERS]
    _write_down(
        {"product_id": product, "author_id": reader, "rating": rating}
        for product, ratings in stars.items()
        for reader, rating in zip(readers, ratings, strict=False)
    )


@atomic
def _write_down(reviews: Iterable[dict[str, Any]]) -> None:
    insert_rows(Review, list(reviews))
