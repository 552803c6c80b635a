"""What buyers think: counted by `reviews`, shown by the catalogue."""

from collections.abc import Mapping
from decimal import Decimal

from src.modules.catalog.models import ProductRating
from src.platform.db.transactions import inside_transaction


@inside_transaction
def set_rating(product_id: int, *, average: Decimal, count: int) -> None:
    """The average of `count` reviews (0 and 0: none), in the transaction of the review that moved it."""
    ProductRating.objects.filter(product_id=product_id).update(average=average, count=count)


@inside_transaction
def set_ratings(ratings: Mapping[int, tuple[Decimal, int]]) -> None:
    """The averages and counts of many products, by product id, in one statement."""
    rows = [ProductRating(product_id=pk, average=average, count=count) for pk, (average, count) in ratings.items()]
    ProductRating.objects.bulk_update(rows, ["average", "count"])
