"""What buyers think of what they bought."""

from typing import ClassVar, Self
from uuid import UUID

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from src.modules.reviews import triggers
from src.platform.audit.triggers import audited

# Stars.
LOWEST, HIGHEST = 1, 5
LONGEST_TITLE, LONGEST_BODY = 120, 5_000


class ReviewQuerySet(models.QuerySet["Review"]):
    """Filters that are named as people speak."""

    def of(self, product_id: int) -> Self:
        return self.filter(product_id=product_id)

    def by(self, user_id: UUID) -> Self:
        return self.filter(author_id=user_id)

    def shown(self) -> Self:
        return self.filter(hidden=False)


class Review(models.Model):
    """One buyer's stars and words about one product. A hidden one is seen by nobody and counts no more."""

    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    body = models.TextField(max_length=LONGEST_BODY, blank=True)
    hidden = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "author"], name="reviews_one_a_person"),
            models.CheckConstraint(condition=Q(rating__range=(LOWEST, HIGHEST)), name="reviews_rating_possible"),
        ]
        indexes = [
            models.Index(fields=["product", "-id"], name="reviews_newest", condition=Q(hidden=False)),
            models.Index(fields=["product", "rating", "id"], name="reviews_by_rating", condition=Q(hidden=False)),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            triggers.reviews_stay_where_they_are,
            triggers.changes_are_dated,
            *triggers.ratings_follow_reviews(),
            *audited("rating", "hidden", masked=("title", "body"), created="FALSE"),
        ]

    def __str__(self) -> str:
        return f"{self.rating}/{HIGHEST} {self.title}".strip()
