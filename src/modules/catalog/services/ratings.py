"""What buyers think: counted by `reviews`, shown by the catalogue."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from src.modules.catalog.models import ProductRating
from src.platform.db.transactions import inside_transaction

# Stars by product id.
Stars = Mapping[int, Sequence[int]]

_writers: list[Callable[[Stars], None]] = []


@inside_transaction
def set_rating(product_id: int, *, average: Decimal, count: int) -> None:
    """The average of `count` reviews (0 and 0: none), in the transaction of the review that moved it."""
    ProductRating.objects.filter(product_id=product_id).update(average=average, count=count)


def contribute_opinions(write: Callable[[Stars], None]) -> None:
    """Have a module above write down what invented people think of invented goods."""
    _writers.append(write)


def invent_opinions(stars: Stars) -> None:
    """A use case of its own; not from two threads before it was called once."""
    for write in _writers:
        write(stars)
