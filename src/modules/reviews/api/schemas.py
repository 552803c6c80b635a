"""Shapes of reviews."""

import re
from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, Field, StrictInt, StringConstraints

from src.modules.reviews.models import HIGHEST, LONGEST_BODY, LONGEST_TITLE, LOWEST, Review
from src.modules.reviews.services import Change, Opinion
from src.platform.http.schemas import Body, Flag

A_LINK = re.compile(r"\b(?:https?://|www\.)", re.IGNORECASE)


class LinkFound(ValueError):
    """Where links are worth money, links are what gets posted."""

    code = "links_not_allowed"


def _without_links(text: str) -> str:
    if A_LINK.search(text):
        raise LinkFound("A review has no links in it.")
    return text


Stars = Annotated[StrictInt, Field(ge=LOWEST, le=HIGHEST)]
Title = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TITLE), AfterValidator(_without_links)
]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=LONGEST_BODY), AfterValidator(_without_links)
]


class ReviewIn(Body):
    """Stars and words. The words are plain text, without links: show them escaped."""

    rating: Stars
    title: Title = ""
    body: Words = ""

    def opinion(self) -> Opinion:
        """In the module's own terms."""
        return Opinion(rating=self.rating, title=self.title, body=self.body)


class ReviewPatchIn(Body):
    """The fields to change; the others stay. `hidden` is for admins: a hidden review counts no more."""

    rating: Stars | None = None
    title: Title | None = None
    body: Words | None = None
    hidden: Flag | None = None

    def change(self) -> Change:
        """In the module's own terms."""
        return Change(rating=self.rating, title=self.title, body=self.body, hidden=self.hidden)


class AuthorOut(Schema):
    """Who wrote it, as strangers may know them: `Ann E.`; null for somebody without a name, or who has left."""

    name: str | None


class ReviewOut(Schema):
    """What a buyer thinks."""

    id: int
    product_id: int
    rating: int
    title: str
    body: str
    author: AuthorOut
    hidden: bool
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_author(review: Review) -> dict[str, str | None]:
        first, *others = review.author.name.split() or [""]
        return {"name": " ".join([first, *(f"{other[0]}." for other in others[-1:])]) or None}


Ordering = Literal["-created_at", "created_at", "-rating", "rating"]


class ReviewsQuery(Schema):
    """Which reviews, in which order."""

    ordering: Ordering = Field("-created_at", description="Newest, oldest, best or worst first.")
    rating: Annotated[int, Field(ge=LOWEST, le=HIGHEST)] | None = Field(None, description="Only those of so many stars")
