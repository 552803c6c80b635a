"""What the database itself promises about reviews, whoever writes: the API, the admin, psql."""

import pgtrigger

from src.modules.reviews.errors import AlreadyReviewed
from src.platform.db.refusals import refuses
from src.platform.db.sql import sql_beside

OPERATIONS = {"insert": pgtrigger.Insert, "update": pgtrigger.Update, "delete": pgtrigger.Delete}

# A review that went to another product, or to another person, would be a vote that nobody cast.
reviews_stay_where_they_are = pgtrigger.Protect(
    name="reviews_stay_where_they_are",
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("product", "author"),
)

# Clients see when a review was last changed.
changes_are_dated = pgtrigger.Trigger(
    name="changes_are_dated",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("rating", "title", "body", "hidden"),
    func="NEW.updated_at := statement_timestamp(); RETURN NEW;",
)


def ratings_follow_reviews() -> list[pgtrigger.Trigger]:
    """A product's average and count are those of its reviews, in the same transaction.

    PostgreSQL gives transition tables to triggers of one operation only: so three of them.
    """
    return [
        pgtrigger.Trigger(
            name=f"ratings_follow_reviews_{word}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**{"old" if word == "delete" else "new": "changed"}),
            func=pgtrigger.Func(sql_beside(__file__, "ratings_follow_reviews_v1")),
        )
        for word, operation in OPERATIONS.items()
    ]


refuses("reviews_one_a_person", AlreadyReviewed)
