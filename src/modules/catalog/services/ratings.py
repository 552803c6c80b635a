"""What buyers think: counted by `reviews`, shown by the catalogue."""

from decimal import Decimal

from src.modules.catalog.models import ProductRating
from src.platform.db.transactions import inside_transaction


@inside_transaction
def set_rating(product_id: int, *, average: Decimal, count: int) -> None:
    """The average of `count` reviews (0 and 0: none), in the transaction of the review that moved it."""
    ProductRating.objects.filter(product_id=product_id).update(average=average, count=count)
